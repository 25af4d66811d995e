-- With the order they are read in: without it, SQLite goes through all candidates of each purpose.
DROP INDEX candidate_purposes_by_candidate;
CREATE INDEX candidate_purposes_by_candidate ON candidate_purposes (tenant_id, candidate_id, purpose);
