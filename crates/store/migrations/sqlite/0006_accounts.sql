-- People: accounts, what they are in each tenant, where they are signed in, and who is invited. Names and
-- addresses of mail are sealed under a key of their account or invitation; accounts are found by a digest of
-- the address that only the master key's holder can make.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    mail_digest BLOB UNIQUE,
    password TEXT NOT NULL,
    personal BLOB,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (tenant_id, account_id)
) STRICT;
CREATE INDEX memberships_by_account ON memberships (account_id);

CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX sign_ins_by_account ON sign_ins (account_id, id);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    role TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    personal BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX invitations_by_tenant ON invitations (tenant_id, id);
