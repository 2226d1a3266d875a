-- What packing has done, so that rolling, retention and the storage report need not look for it; and how long what is kept.

CREATE TABLE packed (
    level       int         NOT NULL,
    day         date        NOT NULL,
    bucket      int         NOT NULL,
    part        bigint      NOT NULL,
    slices      int         NOT NULL,
    rows        bigint      NOT NULL,
    samples     bigint      NOT NULL,
    bytes       bigint      NOT NULL,
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    packed_at   timestamptz NOT NULL DEFAULT now(),
    rolled      bigint,
    PRIMARY KEY (day, bucket, level, part)
);
CREATE INDEX ON packed (day, bucket) WHERE level = 0 AND rolled IS NULL;

COMMENT ON TABLE packed IS 'What each packing added to a day, for 64 agents at a time.';
COMMENT ON COLUMN packed.bucket IS 'The agents'' numbers, divided by 64.';
COMMENT ON COLUMN packed.rows IS 'Visits; above level 0, the stretches of time that they were rolled into.';
COMMENT ON COLUMN packed.samples IS 'Values that were not missing.';
COMMENT ON COLUMN packed.bytes IS 'Of the encoded columns; rows and indexes come on top.';
COMMENT ON COLUMN packed.rolled IS 'The part that its roll-ups became; NULL: not rolled up yet.';

ALTER TABLE agents ADD COLUMN agent_group text NOT NULL DEFAULT 'default' CHECK (agent_group <> '*');

COMMENT ON COLUMN agents.agent_group IS 'Whose retention policies hold for it.';

CREATE TABLE retention (
    agent_group text        NOT NULL,
    kind        text        NOT NULL,
    keep_days   int         NOT NULL CHECK (keep_days >= 0),
    PRIMARY KEY (agent_group, kind)
);

INSERT INTO retention VALUES
    ('*', 'raw', 400), ('*', '1m', 0), ('*', '10m', 400), ('*', '1h', 1826), ('*', '1d', 3652),
    ('*', 'log', 30), ('*', 'document', 30), ('*', 'heartbeat', 30), ('*', 'run', 400), ('*', 'receipt', 400);

COMMENT ON COLUMN retention.agent_group IS '*: every group that says nothing of its own.';
COMMENT ON COLUMN retention.keep_days IS '0: not at all.';
