-- Signing in with the company's own identity provider (OpenID Connect).

CREATE TABLE identity_providers (
  tenant_id TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  client_id TEXT NOT NULL,
  -- Encrypted with a secret of the key folder.
  client_secret TEXT NOT NULL,
  -- Where the second factor is asked for: here, or there.
  second_factor TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- The part after the @ of the addresses a provider speaks for.
CREATE TABLE identity_provider_domains (
  domain TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  PRIMARY KEY (domain, tenant_id)
);
CREATE INDEX identity_provider_domains_by_tenant ON identity_provider_domains (tenant_id);

-- Who somebody is at the provider, since they first came from there.
ALTER TABLE staff ADD COLUMN issuer TEXT;
ALTER TABLE staff ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX staff_by_subject ON staff (tenant_id, issuer, subject);
