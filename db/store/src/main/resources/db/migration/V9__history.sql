-- History: closed hours, packed; roll-ups; and the newest of everything.

CREATE TABLE pack (
    level       int         NOT NULL,
    agent       int         NOT NULL,
    set         int         NOT NULL,
    count       int         NOT NULL,
    from_at     timestamptz NOT NULL,
    part        bigint      NOT NULL,
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    times       bytea       NOT NULL,
    ends        int[]       NOT NULL,
    data        bytea       STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (agent, set, level, from_at, part)
) PARTITION BY RANGE (from_at);
CREATE TABLE pack_default PARTITION OF pack DEFAULT;

COMMENT ON TABLE pack IS 'A slice of time of one agent''s set, one compressed column for each position. Partitioned by day.';
COMMENT ON COLUMN pack.level IS '0: visits as they were, a slice is an hour. 60, 600: roll-ups over so many seconds, a slice is a day.';
COMMENT ON COLUMN pack.from_at IS 'Where the slice begins.';
COMMENT ON COLUMN pack.part IS 'The packing that wrote it; what came late for the same slice is another part.';
COMMENT ON COLUMN pack.count IS 'Rows in each column.';
COMMENT ON COLUMN pack.ends IS 'Where each column ends in data; in a roll-up a position has five: min, max, sum, count, last.';
COMMENT ON COLUMN pack.data IS 'See the package io.pulsefleet.store.pack.';

CREATE SEQUENCE packing AS bigint;
COMMENT ON SEQUENCE packing IS 'Numbers the packings: pack.part, rollup.part.';

CREATE TABLE rollup (
    level       int         NOT NULL,
    agent       int         NOT NULL,
    set         int         NOT NULL,
    from_at     timestamptz NOT NULL,
    part        bigint      NOT NULL,
    count       int[]       NOT NULL,
    min         float8[]    NOT NULL,
    max         float8[]    NOT NULL,
    sum         float8[]    NOT NULL,
    last        float8[]    NOT NULL,
    PRIMARY KEY (agent, set, level, from_at, part)
) PARTITION BY RANGE (from_at);
CREATE TABLE rollup_default PARTITION OF rollup DEFAULT;

COMMENT ON TABLE rollup IS 'What each position did in an hour (level 3600) or a day (level 86400). Partitioned by month.';
COMMENT ON COLUMN rollup.part IS 'As in pack: the parts of one stretch of time add up.';

CREATE TABLE latest (
    agent       int         NOT NULL,
    set         int         NOT NULL,
    at          timestamptz NOT NULL,
    values      float8[]    NOT NULL,
    PRIMARY KEY (agent, set)
) WITH (fillfactor = 40);

COMMENT ON TABLE latest IS 'The newest visit of each agent and set, a few seconds behind.';
