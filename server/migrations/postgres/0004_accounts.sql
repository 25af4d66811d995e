-- Accounts of staff: two factors, sessions that can be listed, keys that say whose they are.

-- An account is set up when there is a password and a second factor. Neither a password nor the secret
-- of a one-time code can be had from here: the first is hashed with a pepper, the second derived from its
-- salt, both with a secret of the key folder.
ALTER TABLE staff ADD COLUMN password_hash TEXT;
ALTER TABLE staff ADD COLUMN totp_salt TEXT;
-- The last time step whose code was used: a code works once.
ALTER TABLE staff ADD COLUMN totp_step BIGINT;
ALTER TABLE staff ADD COLUMN set_up_at BIGINT;
ALTER TABLE staff ADD COLUMN last_seen_at BIGINT;
-- The row stays, so that the audit log can name who has left.
ALTER TABLE staff ADD COLUMN removed_at BIGINT;

-- first: printed by the operator. invitation, reset: mailed.
ALTER TABLE sign_in_links ADD COLUMN purpose TEXT NOT NULL DEFAULT 'invitation';
CREATE INDEX sign_in_links_by_staff ON sign_in_links (tenant_id, staff_id);

-- Everybody signs in again, now with two factors.
DROP TABLE sessions;
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  -- full, or setup: good for setting up the account and nothing else.
  scope TEXT NOT NULL,
  -- Browser and system, roughly: enough to tell one's own sessions apart.
  browser TEXT NOT NULL,
  -- The registration of a passkey under way.
  challenge TEXT,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_staff ON sessions (tenant_id, staff_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- Somebody who has shown the first factor and not yet the second.
CREATE TABLE sign_in_steps (
  token_hash TEXT PRIMARY KEY,
  -- Whose password it was, as JSON: one person can work for several tenants.
  staff TEXT NOT NULL,
  -- password, or mail: came by a link to set a new password.
  proof TEXT NOT NULL,
  challenge TEXT,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_steps_by_end ON sign_in_steps (expires_at);

-- What attempts are counted by, as keyed hashes of addresses: nothing here names anybody.
CREATE TABLE sign_in_failures (
  key_hash TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_at);

-- A code is deleted when it is used.
CREATE TABLE recovery_codes (
  tenant_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  PRIMARY KEY (tenant_id, staff_id, code_hash)
);

CREATE TABLE passkeys (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  name TEXT NOT NULL,
  credential_id TEXT NOT NULL UNIQUE,
  -- Public key and counter, as webauthn-rs keeps them.
  credential TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX passkeys_by_staff ON passkeys (tenant_id, staff_id);

ALTER TABLE api_keys ADD COLUMN name TEXT NOT NULL DEFAULT '';
-- As the audit log names them: staff:{id}, or operator for the command line.
ALTER TABLE api_keys ADD COLUMN created_by TEXT NOT NULL DEFAULT 'operator';
