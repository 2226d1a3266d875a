-- For people and their tools: plain rows of what is stored as arrays.

-- What is packed is unpacked on request, for some time, and then read like visits that are not packed yet.

CREATE TABLE unpacked_slice (
    agent       int         NOT NULL,
    set         int         NOT NULL,
    from_at     timestamptz NOT NULL,
    part        bigint      NOT NULL,
    until_at    timestamptz NOT NULL,
    PRIMARY KEY (agent, set, from_at, part)
);

COMMENT ON TABLE unpacked_slice IS 'Which slices of pack lie in unpacked as well, each once.';
COMMENT ON COLUMN unpacked_slice.until_at IS 'Until when they are kept there.';

CREATE TABLE unpacked (
    received_at timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    agent       int         NOT NULL,
    set         int         NOT NULL,
    values      float8[]    STORAGE EXTERNAL NOT NULL,
    from_at     timestamptz NOT NULL,
    part        bigint      NOT NULL
) WITH (toast_tuple_target = 8160);
CREATE INDEX ON unpacked (agent, set, at);

COMMENT ON TABLE unpacked IS 'Visits that are in pack, unpacked for a while (POST /api/v1/unpack). The hub itself never reads them.';
COMMENT ON COLUMN unpacked.received_at IS 'When they were unpacked.';
COMMENT ON COLUMN unpacked.part IS 'With agent, set and from_at: the slice of pack.';

DROP VIEW metrics;

CREATE VIEW visit AS
SELECT at, agent, set, values FROM frame
UNION ALL
SELECT at, agent, set, values FROM unpacked;

COMMENT ON VIEW visit IS 'Visits that are not packed yet, and those that were unpacked; none is there twice.';

CREATE FUNCTION series_name(metric text, labels jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN metric || coalesce(
    (SELECT '{' || string_agg(name || '="' || value || '"', ',' ORDER BY name COLLATE "C") || '}'
     FROM jsonb_each_text(labels) AS label (name, value)), '');

COMMENT ON FUNCTION series_name IS 'As people read it: system.memory.usage{system.memory.state="free"}.';

CREATE VIEW metrics AS
SELECT a.id AS agent, a.hostname, s.collector AS type, s.target, d.data, v.at AS "time"
FROM visit v
JOIN agents a ON a.number = v.agent
JOIN metric_set s ON s.id = v.set
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(series_name(p.position ->> 'metric', p.position -> 'labels'), v.values[p.index]) AS data
    FROM jsonb_array_elements(s.positions) WITH ORDINALITY AS p (position, index)
    WHERE v.values[p.index] IS NOT NULL) d;

COMMENT ON VIEW metrics IS 'A row for each visit, its values as one JSON object. Name agent and time, or it reads everything.';
COMMENT ON COLUMN metrics.type IS 'The collector: system, docker, ...';
COMMENT ON COLUMN metrics.data IS 'By name and labels, as system.memory.usage{system.memory.state="free"}.';

CREATE VIEW sample AS
SELECT v.at, a.id AS agent, a.hostname, s.collector, s.target,
       p.position ->> 'metric' AS metric, p.position -> 'labels' AS labels, p.position ->> 'unit' AS unit,
       v.values[p.index] AS value
FROM visit v
JOIN agents a ON a.number = v.agent
JOIN metric_set s ON s.id = v.set
CROSS JOIN LATERAL jsonb_array_elements(s.positions) WITH ORDINALITY AS p (position, index)
WHERE v.values[p.index] IS NOT NULL;

COMMENT ON VIEW sample IS 'A row for each value. Name agent and time, or it reads everything.';

-- The parts of one stretch of time add up; the newest part's last value is the last.
CREATE VIEW sample_rollup AS
SELECT r.level, r.from_at AS at, a.id AS agent, a.hostname, s.collector, s.target,
       p.position ->> 'metric' AS metric, p.position -> 'labels' AS labels, p.position ->> 'unit' AS unit,
       min(r.min[p.index]) AS min, max(r.max[p.index]) AS max,
       sum(r.sum[p.index]) / sum(r.count[p.index]) AS avg, sum(r.sum[p.index]) AS sum,
       sum(r.count[p.index]) AS count, (array_agg(r.last[p.index] ORDER BY r.part DESC))[1] AS last
FROM rollup r
JOIN agents a ON a.number = r.agent
JOIN metric_set s ON s.id = r.set
CROSS JOIN LATERAL jsonb_array_elements(s.positions) WITH ORDINALITY AS p (position, index)
WHERE r.count[p.index] > 0
GROUP BY r.level, r.from_at, r.agent, r.set, p.index, a.id, a.hostname, s.collector, s.target, p.position;

CREATE VIEW sample_hour AS
SELECT at, agent, hostname, collector, target, metric, labels, unit, min, max, avg, sum, count, last
FROM sample_rollup WHERE level = 3600;

CREATE VIEW sample_day AS
SELECT at, agent, hostname, collector, target, metric, labels, unit, min, max, avg, sum, count, last
FROM sample_rollup WHERE level = 86400;

COMMENT ON VIEW sample_hour IS 'What each series did in each hour that is packed. Name agent and time, or it reads everything.';
COMMENT ON VIEW sample_day IS 'What each series did on each day (UTC) that is over. Name agent and time, or it reads everything.';
