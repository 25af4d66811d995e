-- Each word with all the others of its candidate beside it, in the order of the words: whoever has several
-- words is found by going through the rarest one's rows, without a look at anything else.
CREATE TABLE candidate_terms_with_words (
  tenant_id TEXT NOT NULL,
  term TEXT NOT NULL,
  candidate_id TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (tenant_id, candidate_id, term)
) WITHOUT ROWID;
INSERT INTO candidate_terms_with_words
  SELECT t.tenant_id, t.term, t.candidate_id,
         (SELECT ' ' || group_concat(s.term, ' ') FROM candidate_terms s
          WHERE s.tenant_id = t.tenant_id AND s.candidate_id = t.candidate_id)
  FROM candidate_terms t;
DROP TABLE candidate_terms;
ALTER TABLE candidate_terms_with_words RENAME TO candidate_terms;
CREATE INDEX candidate_terms_by_term ON candidate_terms (tenant_id, term, candidate_id, words);

ALTER TABLE candidates ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE candidates SET words = COALESCE(
  (SELECT s.words FROM candidate_terms s
   WHERE s.tenant_id = candidates.tenant_id AND s.candidate_id = candidates.id LIMIT 1), '');
