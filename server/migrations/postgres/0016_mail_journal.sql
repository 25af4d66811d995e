-- What was sent and answered is also kept outside the database, so that a restored one knows whom it asked (rule 17).
-- A fact waits here from its commit until it stands in the file. In the order of the commits.
CREATE TABLE journal_pending (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  line TEXT COLLATE "C" NOT NULL
);
-- One row: up to which byte of the file this database's own state goes.
CREATE TABLE journal (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  position BIGINT NOT NULL
);
INSERT INTO journal (id, position) VALUES (1, 0);
-- How often the address was corrected: what the file says was sent to another one was not sent to this.
ALTER TABLE candidates ADD COLUMN address_version BIGINT NOT NULL DEFAULT 0;
