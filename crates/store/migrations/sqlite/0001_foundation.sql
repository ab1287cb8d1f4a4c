-- The foundation. Its twin of the same number has the same tables, columns and keys on PostgreSQL.
-- `id` is the key inside; `public_id` (16 bytes) the one outside. Instants are microseconds since 1970,
-- UTC. Amounts are minor units of the currency beside them. `personal` and `sealed` are ciphertext.

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE tenants (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    label TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, mode, id);

-- A subject (an order or a parcel) has one key; erasing it sets `wrapped` to null.
CREATE TABLE data_keys (
    id INTEGER PRIMARY KEY,
    subject BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    wrapped BLOB,
    created_at INTEGER NOT NULL,
    erased_at INTEGER
) STRICT;

CREATE TABLE networks (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    title TEXT NOT NULL,
    document BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE network_versions (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES networks (id),
    note TEXT NOT NULL,
    published_at INTEGER NOT NULL
) STRICT;

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    sku TEXT NOT NULL,
    sku_search TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (tenant_id, mode, sku)
) STRICT;
CREATE INDEX products_by_tenant ON products (tenant_id, mode, id);

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (tenant_id, mode, content_hash)
) STRICT;

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    reference TEXT NOT NULL,
    reference_search TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    document TEXT NOT NULL,
    personal BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (tenant_id, mode, reference)
) STRICT;
CREATE INDEX orders_by_tenant ON orders (tenant_id, mode, id);
CREATE INDEX orders_by_state ON orders (tenant_id, mode, state, id);

-- Which orders an import covered: those it created and those it found the same.
CREATE TABLE import_orders (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (import_id, order_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE consignments (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE routes (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    network_hash BLOB NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE parcels (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    mode TEXT NOT NULL,
    state TEXT NOT NULL,
    service TEXT NOT NULL,
    tracking_number TEXT,
    tracking_search TEXT,
    route_id INTEGER NOT NULL REFERENCES routes (id),
    consignment_id INTEGER REFERENCES consignments (id),
    charged_mass_grams INTEGER NOT NULL,
    price_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    entry TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    personal BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE parcel_orders (
    parcel_id INTEGER NOT NULL REFERENCES parcels (id),
    order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (parcel_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_orders_by_order ON parcel_orders (order_id, parcel_id);

-- Who may see a parcel, from when, until when.
CREATE TABLE parcel_parties (
    parcel_id INTEGER NOT NULL REFERENCES parcels (id),
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    role TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    PRIMARY KEY (parcel_id, tenant_id, role, valid_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_parties_by_tenant ON parcel_parties (tenant_id, parcel_id);

CREATE TABLE parcel_identifiers (
    id INTEGER PRIMARY KEY,
    parcel_id INTEGER NOT NULL REFERENCES parcels (id),
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    search_key TEXT NOT NULL,
    UNIQUE (parcel_id, scheme, value)
) STRICT;
CREATE INDEX parcel_identifiers_by_key ON parcel_identifiers (search_key, parcel_id);

CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    parcel_id INTEGER NOT NULL REFERENCES parcels (id),
    format TEXT NOT NULL,
    sealed BLOB,
    created_at INTEGER NOT NULL,
    UNIQUE (parcel_id, format)
) STRICT;

CREATE TABLE manifests (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    entry TEXT NOT NULL,
    document TEXT NOT NULL,
    counted TEXT,
    created_at INTEGER NOT NULL,
    counted_at INTEGER
) STRICT;
CREATE INDEX manifests_by_tenant ON manifests (tenant_id, mode, id);

-- `open_parcel` is the parcel while its manifest is open, then null: no parcel is in two open ones.
CREATE TABLE manifest_items (
    manifest_id INTEGER NOT NULL REFERENCES manifests (id),
    parcel_id INTEGER NOT NULL REFERENCES parcels (id),
    open_parcel INTEGER UNIQUE,
    result TEXT,
    PRIMARY KEY (manifest_id, parcel_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE capacity_buckets (
    id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL,
    resource TEXT NOT NULL,
    unit TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    taken INTEGER NOT NULL CHECK (taken >= 0),
    UNIQUE (mode, resource, unit)
) STRICT;

CREATE TABLE holds (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    state TEXT NOT NULL,
    parcel_id INTEGER REFERENCES parcels (id),
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX holds_by_expiry ON holds (state, expires_at);
CREATE INDEX holds_by_parcel ON holds (parcel_id);

CREATE TABLE hold_items (
    hold_id INTEGER NOT NULL REFERENCES holds (id),
    bucket_id INTEGER NOT NULL REFERENCES capacity_buckets (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (hold_id, bucket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_items_by_bucket ON hold_items (bucket_id, hold_id);

-- `next_number` is the first never leased; it only grows.
CREATE TABLE identifier_ranges (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    first_number INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    next_number INTEGER NOT NULL
) STRICT;

CREATE TABLE identifier_blocks (
    id INTEGER PRIMARY KEY,
    range_id INTEGER NOT NULL REFERENCES identifier_ranges (id),
    first_number INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    leased_at INTEGER NOT NULL,
    UNIQUE (range_id, first_number)
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER REFERENCES tenants (id),
    mode TEXT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_tenant ON audit (tenant_id, mode, id);
CREATE INDEX audit_by_object ON audit (object, id);

CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_keeps_values BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TABLE idempotency (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    state TEXT NOT NULL,
    status INTEGER,
    sealed BLOB,
    lease_until INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (tenant_id, mode, key)
) STRICT;
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER REFERENCES tenants (id),
    mode TEXT,
    topic TEXT NOT NULL,
    payload BLOB NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    claimed_until INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_due ON outbox (next_attempt_at, id);

CREATE TABLE timers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    claimed_until INTEGER,
    UNIQUE (tenant_id, mode, kind, object)
) STRICT;
CREATE INDEX timers_by_due ON timers (due_at, id);
