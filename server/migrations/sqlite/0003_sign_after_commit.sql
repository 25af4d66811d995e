-- The tree may be ahead of its signature: only what is committed is signed.
ALTER TABLE log_head ADD COLUMN signed_size BIGINT NOT NULL DEFAULT 0;
UPDATE log_head SET signed_size = size;
