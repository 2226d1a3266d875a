-- What each agent says became of all that it sealed; the receipts say what of it is here.

CREATE TABLE ledger (
    agent                   int         PRIMARY KEY,
    told_at                 timestamptz NOT NULL,
    since                   timestamptz NOT NULL,
    sealed_segments         bigint      NOT NULL,
    sealed_readings         bigint      NOT NULL,
    sent_segments           bigint      NOT NULL,
    acknowledged_segments   bigint      NOT NULL,
    acknowledged_readings   bigint      NOT NULL,
    evicted_segments        bigint      NOT NULL,
    evicted_readings        bigint      NOT NULL,
    refused_segments        bigint      NOT NULL,
    refused_readings        bigint      NOT NULL,
    waiting_segments        bigint      NOT NULL
) WITH (fillfactor = 50);

COMMENT ON TABLE ledger IS 'The newest count that an agent told with a heartbeat.';
COMMENT ON COLUMN ledger.since IS 'When the agent''s spool was made; it counts from there.';
