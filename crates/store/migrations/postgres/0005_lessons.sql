-- What the parcels of a mode taught: how long legs and works take, and how often told dates were kept. No
-- personal data: counts by day, and for each parcel how far it has taught.

-- `version` grows with every change and is what the next change is decided on; parcels up to `enrolled_to`
-- have a row of their own.
CREATE TABLE learnings (
    mode TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    enrolled_to BIGINT NOT NULL,
    document TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What of a kind was seen on one day, with the version that changed it last.
CREATE TABLE lesson_days (
    mode TEXT NOT NULL,
    kind TEXT NOT NULL,
    day BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (mode, kind, day)
);

-- The last scan that a parcel has taught by, when it was judged by the dates it was told, and when it may
-- teach more: null once its way is over.
CREATE TABLE parcel_lessons (
    parcel_id BIGINT NOT NULL PRIMARY KEY REFERENCES parcels (id),
    mode TEXT NOT NULL,
    taught_to BIGINT,
    taught_mark BIGINT,
    judged_at BIGINT,
    due_at BIGINT
);
CREATE INDEX parcel_lessons_by_due ON parcel_lessons (mode, due_at, parcel_id)
    WHERE due_at IS NOT NULL;
