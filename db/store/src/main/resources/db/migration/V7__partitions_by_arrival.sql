-- What agents send is partitioned by when it came: late data arrives now, like all other, and meets no closed or missing
-- partition. `at` is the moment that it is about.

DROP VIEW metrics;
DROP FUNCTION make_day_partition;

CREATE TABLE arrived_frame (
    received_at timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    agent       int         NOT NULL,
    set         int         NOT NULL,
    values      float8[]    STORAGE EXTERNAL NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE arrived_frame_default PARTITION OF arrived_frame DEFAULT;
INSERT INTO arrived_frame SELECT now(), at, agent, set, values FROM frame;
DROP TABLE frame;
ALTER TABLE arrived_frame RENAME TO frame;
ALTER TABLE arrived_frame_default RENAME TO frame_default;
CREATE INDEX ON frame (agent, set, at);

COMMENT ON TABLE frame IS 'Visits of the last hour or two; older ones are in pack. Partitioned by hour.';
COMMENT ON COLUMN frame.received_at IS 'When the hub took it.';
COMMENT ON COLUMN frame.values IS 'One for each position of the set; NULL: none at this visit.';

CREATE TABLE arrived_line (
    received_at timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    agent       int         NOT NULL,
    source      text        NOT NULL,
    severity    text        NOT NULL,
    text        text        NOT NULL,
    attributes  jsonb       NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE arrived_line_default PARTITION OF arrived_line DEFAULT;
INSERT INTO arrived_line SELECT now(), at, agent, source, severity, text, attributes FROM log_line;
DROP TABLE log_line;
ALTER TABLE arrived_line RENAME TO log_line;
ALTER TABLE arrived_line_default RENAME TO log_line_default;
CREATE INDEX ON log_line (agent, at);
CREATE INDEX ON log_line USING brin (at);

COMMENT ON COLUMN log_line.severity IS 'TRACE DEBUG INFO WARN ERROR FATAL; empty where it is not known.';

CREATE TABLE arrived_document (
    received_at timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    agent       int         NOT NULL,
    kind        text        NOT NULL,
    target      text        NOT NULL,
    format      text        NOT NULL DEFAULT 'json',
    body        bytea       STORAGE EXTERNAL NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE arrived_document_default PARTITION OF arrived_document DEFAULT;
INSERT INTO arrived_document SELECT now(), at, agent, kind, target, format, body FROM document;
DROP TABLE document;
ALTER TABLE arrived_document RENAME TO document;
ALTER TABLE arrived_document_default RENAME TO document_default;
CREATE INDEX ON document (agent, kind, target, at);

COMMENT ON COLUMN document.format IS 'How the body is written: json, or zstd (JSON, compressed).';

CREATE FUNCTION make_partition(parent text, key text, suffix text, from_at timestamptz, to_at timestamptz, options text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    partition text := parent || '_' || suffix;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('make_partition'));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, parent);
    IF options <> '' THEN
        EXECUTE format('ALTER TABLE %I SET (%s)', partition, options);
    END IF;
    -- those who write now wait only if they write what strayed; the parent stays open to all
    EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', parent || '_default');
    EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        parent || '_default', key, from_at, key, to_at, partition);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition, from_at, to_at);
    RETURN true;
END $$;

COMMENT ON FUNCTION make_partition IS
    'Makes a partition and moves into it what strayed into the default one. False: it is there already.';

CREATE VIEW metrics AS
SELECT a.id AS agent_id, a.hostname, s.collector, s.target,
       p.position ->> 'metric' AS type, p.position -> 'labels' AS labels, p.position ->> 'unit' AS unit,
       f.values[p.index] AS data, f.at
FROM frame f
JOIN agents a ON a.number = f.agent
JOIN metric_set s ON s.id = f.set
CROSS JOIN LATERAL jsonb_array_elements(s.positions) WITH ORDINALITY AS p (position, index)
WHERE f.values[p.index] IS NOT NULL;

COMMENT ON VIEW metrics IS 'Readings as plain rows, for people and their tools. Name agent and time, or it reads everything.';
