-- What background work looks for, each in an index of its own: it must cost what is due, not what there is.
DROP INDEX renewals_due;
CREATE INDEX renewals_due ON renewals (tenant_id, next_action_at) WHERE next_action_at IS NOT NULL;
CREATE INDEX mails_by_renewal ON mails (tenant_id, renewal_id) WHERE renewal_id IS NOT NULL;
CREATE INDEX candidates_standing ON candidates (tenant_id, consent_text_id, text_version) WHERE answer = 'given';
DROP INDEX candidates_by_expiry;
CREATE INDEX candidates_to_renew ON candidates (tenant_id, answer, first_expiry)
  WHERE renewal <> 'queued' AND renewal <> 'asked' AND renewal <> 'bounced';
-- In the order a candidate's are read, or the index by time would give it, with everybody else's.
DROP INDEX renewals_by_candidate;
CREATE INDEX renewals_by_candidate ON renewals (tenant_id, candidate_id, queued_at, id);
