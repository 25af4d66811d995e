-- Who saw or changed what, found by each filter. Ids are UUIDv7, so a span of time is a span of ids.
CREATE INDEX audit_by_actor ON audit (tenant_id, actor, id);
CREATE INDEX audit_by_action ON audit (tenant_id, action, id);
CREATE INDEX audit_by_actor_and_action ON audit (tenant_id, actor, action, id);

-- What consent texts and the record of processing activities (GDPR Art. 30) say of the controller.
ALTER TABLE tenants ADD COLUMN dpo TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN recipient_list TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tenants ADD COLUMN retention TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tenants ADD COLUMN security TEXT NOT NULL DEFAULT '';

-- The three colours chosen for the widget; null where it keeps its own.
ALTER TABLE sites ADD COLUMN theme TEXT;

CREATE TABLE webhooks (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  -- A JSON list; an empty one means every type.
  event_types TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'failing', 'disabled')),
  -- The secret is derived from the key folder, the id and this number. It is not stored.
  secret_version BIGINT NOT NULL DEFAULT 1,
  previous_secret_until BIGINT,
  -- Attempts in a row that failed, and when the endpoint may be tried again.
  failures BIGINT NOT NULL DEFAULT 0,
  retry_at BIGINT NOT NULL DEFAULT 0,
  last_attempt_at BIGINT,
  failing_since BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX webhooks_failing ON webhooks (tenant_id) WHERE state = 'failing';

-- One message to one endpoint. The body holds ids, types and times, and goes when the message has ended.
CREATE TABLE webhook_deliveries (
  tenant_id TEXT NOT NULL,
  webhook_id TEXT NOT NULL,
  id TEXT NOT NULL,
  event_type TEXT NOT NULL,
  -- Null for what must outlive the candidate: the message that says they were erased.
  candidate_id TEXT,
  body TEXT,
  -- queued, then delivered or failed.
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_attempt_at BIGINT,
  queued_at BIGINT NOT NULL,
  ended_at BIGINT,
  status BIGINT,
  last_error TEXT,
  PRIMARY KEY (tenant_id, webhook_id, id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (tenant_id, webhook_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_deliveries_by_candidate ON webhook_deliveries (tenant_id, candidate_id) WHERE candidate_id IS NOT NULL;
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;
