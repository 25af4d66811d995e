-- Each word with all the others of its candidate beside it, in the order of the words: whoever has several
-- words is found by going through the rarest one's rows, without a look at anything else.
ALTER TABLE candidate_terms ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE candidate_terms t SET words = s.words
  FROM (SELECT tenant_id, candidate_id, ' ' || string_agg(term, ' ' ORDER BY term) AS words
        FROM candidate_terms GROUP BY tenant_id, candidate_id) s
  WHERE s.tenant_id = t.tenant_id AND s.candidate_id = t.candidate_id;
ALTER TABLE candidate_terms DROP CONSTRAINT candidate_terms_pkey;
ALTER TABLE candidate_terms ADD PRIMARY KEY (tenant_id, term, candidate_id) INCLUDE (words);
DROP INDEX candidate_terms_by_candidate;
CREATE INDEX candidate_terms_by_candidate ON candidate_terms (tenant_id, candidate_id);

ALTER TABLE candidates ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE candidates c SET words = s.words
  FROM (SELECT DISTINCT tenant_id, candidate_id, words FROM candidate_terms) s
  WHERE s.tenant_id = c.tenant_id AND s.candidate_id = c.id;
