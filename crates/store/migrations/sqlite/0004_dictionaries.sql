-- What messages are compressed against, each once: a short message has nothing of its own to repeat, but
-- repeats what every message of its layout says. No personal data: an adapter's samples.
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- No reference: dictionaries are never deleted.
ALTER TABLE messages ADD COLUMN dictionary_id INTEGER;
