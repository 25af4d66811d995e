-- One action on many candidates, worked off in the background. Counts only: whom it is about stands in
-- `batch_candidates` or `import_rows`, a row of which goes in the transaction that deals with it.
CREATE TABLE batches (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  -- ask, erase or import
  act TEXT NOT NULL,
  -- draft, waiting (for a second person), running; then done or cancelled
  state TEXT NOT NULL,
  total BIGINT NOT NULL,
  -- JSON: how many were chosen but not taken in, and how many of the others ended how; by reason.
  left_alone TEXT NOT NULL,
  tally TEXT NOT NULL,
  started_by TEXT NOT NULL,
  approved_by TEXT,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX batches_open ON batches (state, created_at) WHERE state IN ('draft', 'waiting', 'running');

CREATE TABLE batch_candidates (
  tenant_id TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  candidate_id TEXT NOT NULL,
  -- The candidate's last consent when the list was made: who has consented anew since is left alone.
  consented_at BIGINT,
  PRIMARY KEY (tenant_id, batch_id, candidate_id)
);

-- Lines of a confirmed import that are still to be dealt with.
CREATE TABLE import_rows (
  tenant_id TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  line BIGINT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT,
  external_id TEXT,
  language TEXT,
  source_detail TEXT NOT NULL,
  PRIMARY KEY (tenant_id, batch_id, line)
);
CREATE INDEX import_rows_by_email ON import_rows (tenant_id, email_key);

-- Who is to be asked is looked for every second: after an import that must not mean reading everyone who
-- has been asked and not answered yet.
CREATE INDEX candidates_unasked ON candidates (tenant_id, answer) WHERE renewal <> 'queued' AND renewal <> 'asked' AND renewal <> 'bounced';
