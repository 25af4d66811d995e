-- How many entries of the log are of records that were lost with an older database: what is put back from the key folder
-- after a restore. All others must be accounted for by a record or an erasure.
ALTER TABLE log_head ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;
