-- Times are epoch milliseconds, ids UUIDv7 text, signed JSON text.
-- Every key starts with the tenant, so that partitioning by it never needs a redesign.

CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  contact TEXT NOT NULL,
  authority TEXT NOT NULL,
  recipients TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  language TEXT NOT NULL,
  lead_days BIGINT NOT NULL,
  reminder_days TEXT NOT NULL,
  sweep_stopped_at BIGINT,
  sweep_due BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE staff (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email)
);

CREATE INDEX staff_by_email ON staff (email);

CREATE TABLE sign_in_links (
  token_hash TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);

CREATE TABLE consent_texts (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The version now served, and the last one that was material; 0 before the first.
  current_version BIGINT NOT NULL DEFAULT 0,
  material_version BIGINT NOT NULL DEFAULT 0,
  -- Consents older than this version are still to be marked invalidated, one batch after another.
  invalidating_below BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX consent_texts_invalidating ON consent_texts (invalidating_below) WHERE invalidating_below IS NOT NULL;

CREATE TABLE text_versions (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  consent_text_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'published')),
  change TEXT CHECK (change IN ('editorial', 'material')),
  -- Why the version was published, in the publisher's words.
  explanation TEXT,
  content TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  published_at BIGINT,
  published_by TEXT,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, consent_text_id, version)
);

-- What candidates are shown: written once, at publishing.
CREATE TABLE text_renditions (
  tenant_id TEXT NOT NULL,
  text_version_id TEXT NOT NULL,
  language TEXT NOT NULL,
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  body_markdown TEXT NOT NULL,
  body_html TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  purposes TEXT NOT NULL,
  shown_sha256 TEXT NOT NULL,
  PRIMARY KEY (tenant_id, text_version_id, language)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER text_versions_no_update BEFORE UPDATE ON text_versions FOR EACH ROW WHEN (OLD.state = 'published')
EXECUTE FUNCTION refuse_change('a published text version never changes');
CREATE TRIGGER text_versions_no_delete BEFORE DELETE ON text_versions FOR EACH ROW WHEN (OLD.state = 'published')
EXECUTE FUNCTION refuse_change('a published text version never changes');
CREATE FUNCTION refuse_rendition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM text_versions WHERE tenant_id = NEW.tenant_id AND id = NEW.text_version_id) = 'published' THEN
    RAISE EXCEPTION 'a published text version never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER text_renditions_no_insert BEFORE INSERT ON text_renditions FOR EACH ROW EXECUTE FUNCTION refuse_rendition();
CREATE TRIGGER text_renditions_no_update BEFORE UPDATE ON text_renditions FOR EACH ROW
EXECUTE FUNCTION refuse_change('a published text version never changes');
CREATE TRIGGER text_renditions_no_delete BEFORE DELETE ON text_renditions FOR EACH ROW
EXECUTE FUNCTION refuse_change('a published text version never changes');

CREATE TABLE sites (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  site_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  origins TEXT NOT NULL,
  consent_text_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);

-- Columns from `answer` down to `last_expiry` are a summary of the candidate's events,
-- rewritten in the transaction that adds an event. Status is never stored.
CREATE TABLE candidates (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT,
  external_id TEXT,
  language TEXT NOT NULL,
  source TEXT NOT NULL,
  source_detail TEXT,
  identity TEXT NOT NULL,
  link_hash TEXT NOT NULL UNIQUE,
  consent_text_id TEXT NOT NULL,
  answer TEXT NOT NULL,
  consented_at BIGINT,
  text_version_id TEXT,
  text_version BIGINT,
  consent_language TEXT,
  first_expiry BIGINT,
  last_expiry BIGINT,
  renewal TEXT NOT NULL,
  deadline_at BIGINT,
  held_until BIGINT,
  hold_reason TEXT,
  restricted_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email_key)
);
CREATE INDEX candidates_by_consent ON candidates (tenant_id, consented_at);
CREATE INDEX candidates_by_version ON candidates (tenant_id, consent_text_id, text_version, id);
CREATE INDEX candidates_by_answer ON candidates (tenant_id, answer, id);
CREATE INDEX candidates_by_expiry ON candidates (tenant_id, first_expiry) WHERE renewal <> 'queued' AND renewal <> 'asked' AND renewal <> 'bounced';
CREATE INDEX candidates_by_first_expiry ON candidates (tenant_id, first_expiry) WHERE first_expiry IS NOT NULL;
CREATE INDEX candidates_by_deadline ON candidates (tenant_id, deadline_at) WHERE deadline_at IS NOT NULL;
CREATE INDEX candidates_held ON candidates (tenant_id, held_until) WHERE held_until IS NOT NULL;
CREATE INDEX candidates_by_external_id ON candidates (tenant_id, external_id) WHERE external_id IS NOT NULL;

-- Words a candidate is found by: range scans over `term` instead of `LIKE '%…%'`.
CREATE TABLE candidate_terms (
  tenant_id TEXT NOT NULL,
  term TEXT COLLATE "C" NOT NULL,
  candidate_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, term, candidate_id)
);
CREATE INDEX candidate_terms_by_candidate ON candidate_terms (tenant_id, candidate_id);

CREATE TABLE events (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  candidate_id TEXT NOT NULL,
  -- Counts the candidate's events: the order that holds whatever several servers' clocks say.
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  origin TEXT NOT NULL,
  identity TEXT NOT NULL,
  text_version_id TEXT,
  text_version BIGINT,
  language TEXT,
  decisions TEXT NOT NULL,
  -- RFC 8785 bytes whose SHA-256 is the log entry; `receipt` is their signed form, if the candidate got one.
  record TEXT NOT NULL,
  receipt TEXT,
  submission_id TEXT,
  submission_digest TEXT,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX events_by_candidate ON events (tenant_id, candidate_id, seq);
-- A receipt names its event but no tenant.
CREATE UNIQUE INDEX events_by_id ON events (id);
CREATE UNIQUE INDEX events_by_submission ON events (tenant_id, submission_id) WHERE submission_id IS NOT NULL;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events FOR EACH ROW
EXECUTE FUNCTION refuse_change('events are append-only');

CREATE TABLE renewals (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  candidate_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- queued, asked, bounced; then answered, unanswered or cancelled.
  state TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  queued_at BIGINT NOT NULL,
  accepted_at BIGINT,
  viewed_at BIGINT,
  viewed_text_version_id TEXT,
  answered_at BIGINT,
  answer TEXT,
  deadline_at BIGINT,
  deadline_zone TEXT,
  reminders_sent BIGINT NOT NULL DEFAULT 0,
  reminders_stopped_at BIGINT,
  -- When the sweep must look at this row next: a reminder's day or the deadline. Null while no clock runs.
  next_action_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX renewals_one_open ON renewals (tenant_id, candidate_id) WHERE state IN ('queued', 'asked', 'bounced');
CREATE INDEX renewals_by_candidate ON renewals (tenant_id, candidate_id);
CREATE INDEX renewals_bounced ON renewals (tenant_id, id) WHERE state = 'bounced';
CREATE INDEX renewals_due ON renewals (next_action_at) WHERE next_action_at IS NOT NULL;

-- The outbox. Holds ids; the address is read from the candidate when the mail goes out,
-- except for the farewell, whose candidate is gone by then.
CREATE TABLE mails (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  candidate_id TEXT,
  renewal_id TEXT,
  event_id TEXT,
  staff_id TEXT,
  erasure_id TEXT,
  farewell_address TEXT,
  farewell_language TEXT,
  -- queued, then accepted, failed or bounced.
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_attempt_at BIGINT,
  queued_at BIGINT NOT NULL,
  accepted_at BIGINT,
  ended_at BIGINT,
  last_error TEXT,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX mails_due ON mails (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX mails_farewells ON mails (queued_at) WHERE kind = 'farewell' AND next_attempt_at IS NOT NULL;
CREATE UNIQUE INDEX mails_by_id ON mails (id);
CREATE INDEX mails_by_candidate ON mails (tenant_id, candidate_id);
CREATE UNIQUE INDEX mails_one_request ON mails (tenant_id, renewal_id) WHERE kind = 'request';
CREATE INDEX mails_by_erasure ON mails (tenant_id, erasure_id) WHERE erasure_id IS NOT NULL;

CREATE TABLE erasures (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  candidate_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  erased_at BIGINT NOT NULL,
  certificate TEXT NOT NULL,
  journaled_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX erasures_by_candidate ON erasures (tenant_id, candidate_id);
CREATE INDEX erasures_unjournaled ON erasures (id) WHERE journaled_at IS NULL;
CREATE INDEX erasures_by_time ON erasures (tenant_id, reason, erased_at);

CREATE TABLE sweep_approvals (
  tenant_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  approved_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, staff_id)
);

CREATE TABLE audit (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  candidate_id TEXT,
  detail TEXT,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_by_candidate ON audit (tenant_id, candidate_id, id) WHERE candidate_id IS NOT NULL;

CREATE TABLE log_pending (
  record_id TEXT PRIMARY KEY,
  entry BYTEA NOT NULL,
  queued_at BIGINT NOT NULL
);
CREATE INDEX log_pending_in_order ON log_pending (queued_at, record_id);

CREATE TABLE log_entries (
  leaf_index BIGINT PRIMARY KEY,
  record_id TEXT NOT NULL UNIQUE,
  entry BYTEA NOT NULL
);

-- Hashes of the complete subtrees: level 0 holds the leaf hashes.
CREATE TABLE log_nodes (
  level BIGINT NOT NULL,
  node_index BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (level, node_index)
);

-- One row: the newest signed checkpoint.
CREATE TABLE log_head (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  size BIGINT NOT NULL,
  root BYTEA NOT NULL,
  checkpoint TEXT NOT NULL,
  signed_at BIGINT NOT NULL
);

-- One row: what rule 16 compares the clock with.
CREATE TABLE clock_state (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  last_known BIGINT NOT NULL,
  paused_at BIGINT,
  paused_why TEXT
);
