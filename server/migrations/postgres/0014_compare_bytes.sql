-- Every text is compared byte by byte, as SQLite does: by the rules of a language each of the many
-- comparisons that keep an index in order costs several times as much, and no list leans on them. Names
-- are sorted by a key of their own.
DO $$
DECLARE
  its RECORD;
  kept TEXT[];
  trigger TEXT;
BEGIN
  -- A column named in a trigger can not be changed while the trigger is there.
  SELECT COALESCE(array_agg(pg_get_triggerdef(t.oid)), '{}') INTO kept
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal;
  FOR its IN
    SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %I', its.tgname, its.relname);
  END LOOP;
  FOR its IN
    SELECT table_name,
           string_agg(format('ALTER COLUMN %I TYPE TEXT COLLATE "C"', column_name), ', ') AS changes
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
      AND table_name <> '_sqlx_migrations'
    GROUP BY table_name
  LOOP
    EXECUTE format('ALTER TABLE %I %s', its.table_name, its.changes);
  END LOOP;
  FOREACH trigger IN ARRAY kept LOOP
    EXECUTE trigger;
  END LOOP;
END
$$;
