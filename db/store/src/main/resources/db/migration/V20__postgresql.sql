-- What is told of PostgreSQL servers beside numbers. Columns are called as PostgreSQL calls them. Partitioned by day, as
-- all that arrives; each index is for one question.

CREATE TABLE pg_target (
    agent       int         NOT NULL,
    target      text        NOT NULL,
    first_at    timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL,
    PRIMARY KEY (agent, target)
) WITH (fillfactor = 50);

COMMENT ON TABLE pg_target IS 'The servers that were ever told of.';
COMMENT ON COLUMN pg_target.seen_at IS 'The newest moment that was told of, to half a minute.';

CREATE TABLE pg_sample (
    received_at timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    agent       int         NOT NULL,
    target      text        NOT NULL,
    kind        text        NOT NULL,
    count       int         NOT NULL,
    since       timestamptz,
    tally       jsonb       NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE pg_sample_default PARTITION OF pg_sample DEFAULT;
CREATE INDEX ON pg_sample (agent, target, kind, at);

COMMENT ON TABLE pg_sample IS 'A row for each message, also for one that found nothing: nobody waits, nobody is there.';
COMMENT ON COLUMN pg_sample.kind IS 'activity, statements, locks, log.';
COMMENT ON COLUMN pg_sample.count IS 'As it was told; more than there are rows where only some were told.';
COMMENT ON COLUMN pg_sample.since IS 'Of statements: from when on they were counted. NULL: they are totals.';
COMMENT ON COLUMN pg_sample.tally IS
    'Of activity: sessions by what they do, as {"running": 3, "Lock:transactionid": 1, "idle": 40}; of a log: entries by severity.';

CREATE TABLE pg_session (
    received_at      timestamptz NOT NULL,
    at               timestamptz NOT NULL,
    agent            int         NOT NULL,
    target           text        NOT NULL,
    pid              int         NOT NULL,
    datname          text,
    usename          text,
    application_name text,
    client_addr      text,
    backend_type     text,
    backend_start    timestamptz,
    xact_start       timestamptz,
    query_start      timestamptz,
    state_change     timestamptz,
    wait_event_type  text,
    wait_event       text,
    state            text,
    query_id         bigint,
    query            text,
    blocked_by       int[],
    correlation_id   text,
    cut              boolean     NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE pg_session_default PARTITION OF pg_session DEFAULT;
CREATE INDEX ON pg_session (agent, target, at);
CREATE INDEX ON pg_session (correlation_id, at) WHERE correlation_id IS NOT NULL;

COMMENT ON TABLE pg_session IS 'pg_stat_activity, each time it was looked at.';
COMMENT ON COLUMN pg_session.blocked_by IS 'pg_blocking_pids; NULL: it waits for nobody.';
COMMENT ON COLUMN pg_session.cut IS 'A text was longer than is kept.';

CREATE TABLE pg_statement (
    received_at         timestamptz NOT NULL,
    since               timestamptz,
    at                  timestamptz NOT NULL,
    agent               int         NOT NULL,
    toplevel            boolean,
    target              text        NOT NULL,
    queryid             bigint,
    datname             text,
    usename             text,
    calls               bigint      NOT NULL,
    total_exec_time     float8,
    total_plan_time     float8,
    rows                bigint,
    shared_blks_hit     bigint,
    shared_blks_read    bigint,
    shared_blks_dirtied bigint,
    shared_blks_written bigint,
    temp_blks_read      bigint,
    temp_blks_written   bigint,
    blk_read_time       float8,
    blk_write_time      float8,
    wal_bytes           float8
) PARTITION BY RANGE (received_at);
CREATE TABLE pg_statement_default PARTITION OF pg_statement DEFAULT;
CREATE INDEX ON pg_statement (agent, target, at);
CREATE INDEX ON pg_statement (agent, target, queryid, at);

COMMENT ON TABLE pg_statement IS 'pg_stat_statements: what was added between since and at, or totals where since is NULL.';

CREATE TABLE pg_statement_text (
    agent       int         NOT NULL,
    target      text        NOT NULL,
    queryid     bigint      NOT NULL,
    query       text        NOT NULL,
    cut         boolean     NOT NULL,
    seen_at     timestamptz NOT NULL,
    PRIMARY KEY (agent, target, queryid)
);

COMMENT ON COLUMN pg_statement_text.seen_at IS 'When it was last told, to a day.';

CREATE TABLE pg_lock (
    received_at               timestamptz NOT NULL,
    at                        timestamptz NOT NULL,
    agent                     int         NOT NULL,
    target                    text        NOT NULL,
    blocked_pid               int         NOT NULL,
    blocked_usename           text,
    blocked_application_name  text,
    blocked_query             text,
    blocked_correlation_id    text,
    blocking_pid              int         NOT NULL,
    blocking_usename          text,
    blocking_application_name text,
    blocking_state            text,
    blocking_query            text,
    blocking_correlation_id   text,
    datname                   text,
    locktype                  text,
    mode                      text,
    relation                  text,
    waitstart                 timestamptz,
    root_pid                  int,
    depth                     int,
    cut                       boolean     NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE pg_lock_default PARTITION OF pg_lock DEFAULT;
CREATE INDEX ON pg_lock (agent, target, at);
CREATE INDEX ON pg_lock (blocked_correlation_id, at) WHERE blocked_correlation_id IS NOT NULL;
CREATE INDEX ON pg_lock (blocking_correlation_id, at) WHERE blocking_correlation_id IS NOT NULL;

COMMENT ON TABLE pg_lock IS 'Who waited for whom, each time it was looked at.';
COMMENT ON COLUMN pg_lock.root_pid IS 'The one at the end of the chain, that waits for nobody.';

CREATE TABLE pg_log_entry (
    received_at      timestamptz NOT NULL,
    at               timestamptz NOT NULL,
    agent            int         NOT NULL,
    target           text        NOT NULL,
    error_severity   text        NOT NULL,
    event            text,
    message          text        NOT NULL,
    detail           text,
    hint             text,
    context          text,
    statement        text,
    state_code       text,
    pid              int,
    user_name        text,
    dbname           text,
    remote_host      text,
    application_name text,
    backend_type     text,
    query_id         bigint,
    duration_ms      float8,
    correlation_id   text,
    cut              boolean     NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE pg_log_entry_default PARTITION OF pg_log_entry DEFAULT;
CREATE INDEX ON pg_log_entry (agent, target, at);
CREATE INDEX ON pg_log_entry (correlation_id, at) WHERE correlation_id IS NOT NULL;

COMMENT ON TABLE pg_log_entry IS 'PostgreSQL''s own log.';
COMMENT ON COLUMN pg_log_entry.event IS 'What happened, by name: deadlock, checkpoint; NULL: nothing that has a name.';

INSERT INTO retention VALUES
    ('*', 'pg-sample', 90), ('*', 'pg-session', 14), ('*', 'pg-statement', 90), ('*', 'pg-text', 400),
    ('*', 'pg-lock', 90), ('*', 'pg-log', 30);
