-- Files that were sent and not yet kept, what they would need, how files with the same headings were read
-- before, and what people should know without asking. The file's bytes and all that is told of it are
-- sealed under a key of the file, which is destroyed when it is kept, thrown away or forgotten.
CREATE TABLE staged_files (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    sealed BLOB,
    claimed_until INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staged_files_by_tenant ON staged_files (tenant_id, mode, id);
CREATE INDEX staged_files_by_expiry ON staged_files (expires_at);

CREATE TABLE staged_pieces (
    file_id INTEGER NOT NULL REFERENCES staged_files (id),
    seq INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (file_id, seq)
) STRICT;

-- `digest` is that of the headings; `document` names columns by place and holds nobody's data.
CREATE TABLE file_mappings (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    kind TEXT NOT NULL,
    digest BLOB NOT NULL,
    document TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (tenant_id, kind, digest)
) STRICT;

-- SKUs that a staged file names or describes, and that are no products yet.
CREATE TABLE product_gaps (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL REFERENCES staged_files (id),
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    sku TEXT NOT NULL,
    sku_search TEXT NOT NULL,
    orders INTEGER NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (file_id, sku)
) STRICT;
CREATE INDEX product_gaps_by_tenant ON product_gaps (tenant_id, mode, sku);

-- `document` holds ids, counts and names of kinds, never personal data.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notices_by_tenant ON notices (tenant_id, mode, id);

-- The last notice that somebody has read, and the last that was mailed to them; 0 for none.
CREATE TABLE notice_readers (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    read_to INTEGER NOT NULL,
    mailed_to INTEGER NOT NULL,
    PRIMARY KEY (account_id, tenant_id, mode)
) STRICT, WITHOUT ROWID;

-- Which notices somebody wants by mail, and in which language.
CREATE TABLE mail_wishes (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    document TEXT NOT NULL,
    PRIMARY KEY (account_id, tenant_id)
) STRICT, WITHOUT ROWID;
