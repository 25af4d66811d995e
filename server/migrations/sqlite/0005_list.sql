-- What the list of candidates is sorted and filtered by: each has an index it can be walked in.

-- The name as it is sorted, Swedish letters last (candidates::name_key). This fill is close enough for
-- the names there are; a name that is written again gets the exact key.
ALTER TABLE candidates ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE candidates SET name_key = replace(replace(replace(replace(replace(replace(
  lower(name), 'Å', '{a'), 'å', '{a'), 'Ä', '{b'), 'ä', '{b'), 'Ö', '{c'), 'ö', '{c');

DROP INDEX candidates_by_consent;
DROP INDEX candidates_by_deadline;
DROP INDEX candidates_by_first_expiry;
CREATE INDEX candidates_by_name ON candidates (tenant_id, name_key, id);
CREATE INDEX candidates_by_consent ON candidates (tenant_id, COALESCE(consented_at, 0), id);
CREATE INDEX candidates_by_deadline ON candidates (tenant_id, COALESCE(deadline_at, 253402300800000), id);
-- Holds all that the status is made of: those whose consent ends soon are many, and the oldest.
CREATE INDEX candidates_by_first_expiry ON candidates (tenant_id, first_expiry, id, last_expiry, answer, text_version,
  consent_text_id, held_until, restricted_at, consented_at) WHERE first_expiry IS NOT NULL;
CREATE INDEX candidates_by_source ON candidates (tenant_id, source, id);
CREATE INDEX candidates_by_renewal ON candidates (tenant_id, renewal, id) WHERE renewal <> 'none';
CREATE INDEX candidates_kept ON candidates (tenant_id, id) WHERE restricted_at IS NOT NULL OR held_until IS NOT NULL;

DROP INDEX candidate_terms_by_candidate;
CREATE INDEX candidate_terms_by_candidate ON candidate_terms (tenant_id, candidate_id, term);

-- The purposes whose consent stands, by what the events say; rewritten with the summary on `candidates`.
CREATE TABLE candidate_purposes (
  tenant_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  candidate_id TEXT NOT NULL,
  until BIGINT,
  PRIMARY KEY (tenant_id, purpose, candidate_id)
);
CREATE INDEX candidate_purposes_by_candidate ON candidate_purposes (tenant_id, candidate_id);

INSERT INTO candidate_purposes (tenant_id, purpose, candidate_id, until)
SELECT e.tenant_id, json_extract(d.value, '$.purpose'), e.candidate_id, json_extract(d.value, '$.until')
FROM events e JOIN candidates c ON c.tenant_id = e.tenant_id AND c.id = e.candidate_id, json_each(e.decisions) d
WHERE c.answer = 'given' AND e.kind IN ('given', 'renewed') AND json_extract(d.value, '$.granted')
  AND NOT EXISTS (
    SELECT 1 FROM events later
    WHERE later.tenant_id = e.tenant_id AND later.candidate_id = e.candidate_id AND later.seq > e.seq
      AND (later.kind IN ('refused', 'invalidated')
        OR (later.kind IN ('given', 'renewed', 'withdrawn') AND EXISTS (
          SELECT 1 FROM json_each(later.decisions) l
          WHERE json_extract(l.value, '$.purpose') = json_extract(d.value, '$.purpose')))));

-- A filter with a name, for all staff of the tenant. Never a word searched for: that may be a person's name.
CREATE TABLE saved_filters (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  filter TEXT NOT NULL,
  sort TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);

-- What the overview counts of renewals.
CREATE INDEX renewals_by_time ON renewals (tenant_id, queued_at, accepted_at, viewed_at, answered_at);
CREATE INDEX renewals_asked ON renewals (tenant_id, reminders_sent) WHERE state = 'asked';
