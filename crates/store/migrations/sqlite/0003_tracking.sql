-- Tracking: what is told of numbers, which parcels the numbers belong to, and what follows from it.
-- A realm is a tenant's key, or 0 for the network itself: what a tenant tells reaches its own parcels,
-- what the network's operators tell reaches everybody's.

-- A chain is what is told of one number in one realm. `wrapped` is its data key; erasing it makes
-- what is sealed under it unreadable for good.
CREATE TABLE chains (
    id INTEGER PRIMARY KEY,
    realm INTEGER NOT NULL,
    mode TEXT NOT NULL,
    number TEXT NOT NULL,
    wrapped BLOB,
    created_at INTEGER NOT NULL,
    erased_at INTEGER,
    UNIQUE (realm, mode, number)
) STRICT;

-- Rows go to the end, and the one key beside them is small: scans of parcels under way come in no order,
-- and a key that held the rows would be written again as a whole for each. `digest` is keyed and of the
-- scan as told, so that the same scan told again is the same row. No reference to chains: they are never
-- deleted, and looking each up again would cost a tenth of the writing.
CREATE TABLE scans (
    id INTEGER PRIMARY KEY,
    chain_id INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    message_id INTEGER,
    document BLOB NOT NULL,
    sealed BLOB,
    UNIQUE (chain_id, digest)
) STRICT;

CREATE TRIGGER scans_keep_rows BEFORE DELETE ON scans
BEGIN
    SELECT RAISE(ABORT, 'scans are append-only');
END;
CREATE TRIGGER scans_keep_values BEFORE UPDATE ON scans
BEGIN
    SELECT RAISE(ABORT, 'scans are append-only');
END;

-- The carriers' messages as they came: compressed, then sealed under the key of the chain they are
-- about, or under the master key where they are about several.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id INTEGER,
    digest BLOB NOT NULL,
    adapter TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX messages_by_expiry ON messages (expires_at);

-- Chains that were told something new, until it was looked at; one row an append, a list of keys.
CREATE TABLE scan_news (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chains BLOB NOT NULL,
    claimed_until INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

-- A number belongs to a parcel for a time; an entry is taken back by another that `undoes` it.
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    parcel_id INTEGER NOT NULL REFERENCES parcels (id),
    number TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    undoes INTEGER REFERENCES links (id),
    source TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX links_by_parcel ON links (parcel_id, id);
CREATE INDEX links_by_number ON links (number, id);

CREATE TRIGGER links_keep_rows BEFORE DELETE ON links
BEGIN
    SELECT RAISE(ABORT, 'links are append-only');
END;
CREATE TRIGGER links_keep_values BEFORE UPDATE ON links
BEGIN
    SELECT RAISE(ABORT, 'links are append-only');
END;

-- Two numbers of one thing, as a carrier says; it holds until it is taken back.
CREATE TABLE aliases (
    id INTEGER PRIMARY KEY,
    realm INTEGER NOT NULL,
    mode TEXT NOT NULL,
    number TEXT NOT NULL,
    also TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    undone_at INTEGER,
    UNIQUE (realm, mode, number, also)
) STRICT;
CREATE INDEX aliases_by_also ON aliases (also, realm, mode);

-- A number lay in a receptacle for a time.
CREATE TABLE layings (
    id INTEGER PRIMARY KEY,
    realm INTEGER NOT NULL,
    mode TEXT NOT NULL,
    inner_number TEXT NOT NULL,
    outer_number TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    undoes INTEGER REFERENCES layings (id),
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX layings_by_inner ON layings (inner_number, realm, mode, id);
CREATE INDEX layings_by_outer ON layings (outer_number, realm, mode, id);

-- A counted hand-over between two operators, and the numbers it names.
CREATE TABLE hand_overs (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    realm INTEGER NOT NULL,
    mode TEXT NOT NULL,
    key TEXT NOT NULL,
    giver TEXT NOT NULL,
    taker TEXT NOT NULL,
    at INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (realm, mode, key)
) STRICT;
CREATE TABLE hand_over_numbers (
    hand_over_id INTEGER NOT NULL REFERENCES hand_overs (id),
    number TEXT NOT NULL,
    declared INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    PRIMARY KEY (hand_over_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX hand_over_numbers_by_number ON hand_over_numbers (number, hand_over_id);

-- Messages that could not be read, or not wholly, until somebody mends what kept them from it.
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    realm INTEGER NOT NULL,
    mode TEXT NOT NULL,
    adapter TEXT NOT NULL,
    digest BLOB NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    body BLOB NOT NULL,
    times INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    settled_at INTEGER,
    settled_as TEXT,
    UNIQUE (realm, mode, digest)
) STRICT;
CREATE INDEX quarantine_by_realm ON quarantine (realm, mode, id);

-- Where carriers send messages without a key of ours: an address nobody guesses, and the secret they
-- sign with.
CREATE TABLE inbound_addresses (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    tenant_id INTEGER NOT NULL REFERENCES tenants (id),
    mode TEXT NOT NULL,
    realm INTEGER NOT NULL,
    adapter TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    secret BLOB,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX inbound_addresses_by_tenant ON inbound_addresses (tenant_id, mode, id);

-- Where each parcel stands by its timeline, as last looked at.
CREATE TABLE outlooks (
    parcel_id INTEGER NOT NULL PRIMARY KEY REFERENCES parcels (id),
    status TEXT NOT NULL,
    document TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Something that was wrong with a parcel, from when it was found until it was found no more.
CREATE TABLE exceptions (
    id INTEGER PRIMARY KEY,
    public_id BLOB NOT NULL UNIQUE,
    parcel_id INTEGER NOT NULL REFERENCES parcels (id),
    kind TEXT NOT NULL,
    since INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closing TEXT
) STRICT;
CREATE INDEX exceptions_by_parcel ON exceptions (parcel_id, id);
CREATE INDEX exceptions_open ON exceptions (id) WHERE closed_at IS NULL;

INSERT INTO links (parcel_id, number, source, actor, created_at)
    SELECT i.parcel_id, i.search_key, 'booking', 'system', p.created_at
    FROM parcel_identifiers i JOIN parcels p ON p.id = i.parcel_id
    WHERE i.scheme <> 'merchant_reference' ORDER BY i.id;
