-- What messages are compressed against, each once: a short message has nothing of its own to repeat, but
-- repeats what every message of its layout says. No personal data: an adapter's samples.
CREATE TABLE dictionaries (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest BYTEA NOT NULL UNIQUE,
    body BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- No reference: dictionaries are never deleted.
ALTER TABLE messages ADD COLUMN dictionary_id BIGINT;
