-- The fleet: which agents there are, how they are, what their jobs did.

CREATE TABLE agents (
    id                      uuid        PRIMARY KEY,
    number                  int         GENERATED ALWAYS AS IDENTITY UNIQUE,
    token_hash              bytea       NOT NULL UNIQUE,
    hostname                text        NOT NULL,
    ip_address              text,
    addresses               text[]      NOT NULL,
    os                      text        NOT NULL,
    kernel                  text        NOT NULL,
    arch                    text        NOT NULL,
    cpus                    int         NOT NULL,
    memory_bytes            bigint      NOT NULL,
    version                 text        NOT NULL,
    boot                    text        NOT NULL,
    last_heartbeat          timestamptz,
    clock_offset_seconds    float8,
    troubles                text[]      NOT NULL DEFAULT '{}',
    spool_segments          bigint      NOT NULL DEFAULT 0,
    spool_bytes             bigint      NOT NULL DEFAULT 0,
    spool_oldest_at         timestamptz,
    spool_in_memory         boolean     NOT NULL DEFAULT false,
    spool_evicted_segments  bigint      NOT NULL DEFAULT 0,
    spool_evicted_readings  bigint      NOT NULL DEFAULT 0,
    spool_refused_segments  bigint      NOT NULL DEFAULT 0,
    created_at              timestamptz NOT NULL DEFAULT now(),
    updated_at              timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);

COMMENT ON COLUMN agents.number IS 'Stands for the agent where there are millions of rows.';
COMMENT ON COLUMN agents.token_hash IS 'SHA-256 of the secret that the agent made for itself.';
COMMENT ON COLUMN agents.ip_address IS 'Where it was last seen to call from.';
COMMENT ON COLUMN agents.boot IS 'The agent''s newest start.';
COMMENT ON COLUMN agents.clock_offset_seconds IS 'How far the agent''s clock is ahead of the hub''s.';

CREATE SEQUENCE heartbeats_id_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE heartbeats (
    id                      bigint      NOT NULL DEFAULT nextval('heartbeats_id_seq'),
    at                      timestamptz NOT NULL,
    agent                   int         NOT NULL,
    agent_at                timestamptz NOT NULL,
    boot                    text        NOT NULL,
    version                 text        NOT NULL,
    troubles                text[]      NOT NULL,
    spool_segments          bigint      NOT NULL,
    spool_bytes             bigint      NOT NULL,
    spool_oldest_at         timestamptz,
    spool_in_memory         boolean     NOT NULL,
    spool_evicted_segments  bigint      NOT NULL,
    spool_evicted_readings  bigint      NOT NULL,
    spool_refused_segments  bigint      NOT NULL
) PARTITION BY RANGE (at);

COMMENT ON COLUMN heartbeats.at IS 'When it came, by the hub''s clock.';
COMMENT ON COLUMN heartbeats.agent_at IS 'When it was sent, by the agent''s clock.';

CREATE INDEX ON heartbeats (agent, at);
CREATE TABLE heartbeats_default PARTITION OF heartbeats DEFAULT;

CREATE TABLE job_runs (
    agent       int         NOT NULL,
    boot        text        NOT NULL,
    execution   bigint      NOT NULL,
    job         text        NOT NULL,
    state       text        NOT NULL,
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    visits      bigint      NOT NULL,
    readings    bigint      NOT NULL,
    skipped     bigint      NOT NULL,
    errors      bigint      NOT NULL,
    exit        text        NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (agent, boot, execution)
) WITH (fillfactor = 70);

COMMENT ON COLUMN job_runs.execution IS 'Counted anew with each boot of the agent.';

CREATE INDEX ON job_runs (agent, started_at DESC);

CREATE TABLE join_tokens (
    hash        bytea       PRIMARY KEY,
    created_at  timestamptz NOT NULL DEFAULT now()
);
