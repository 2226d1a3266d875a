-- Readings: a metric set names the positions once, a frame is one visit with a value for each.

CREATE TABLE metric_set (
    id          int    GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash        bytea  NOT NULL UNIQUE,
    collector   text   NOT NULL,
    target      text   NOT NULL,
    positions   jsonb  NOT NULL
);

COMMENT ON TABLE metric_set IS 'Never changes; shared by all agents that read the same.';
COMMENT ON COLUMN metric_set.positions IS 'An array of {metric, kind, unit, labels}, in the order of a frame''s values.';

CREATE TABLE agent_sets (
    agent   int NOT NULL,
    set     int NOT NULL REFERENCES metric_set,
    PRIMARY KEY (agent, set)
);

COMMENT ON TABLE agent_sets IS 'Which sets an agent has ever used.';

CREATE TABLE receipt (
    agent       int         NOT NULL,
    segment     text        NOT NULL,
    taken_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agent, segment)
);

COMMENT ON TABLE receipt IS 'Written with what the segment holds, in one transaction: sent twice, stored once.';

CREATE TABLE frame (
    at      timestamptz NOT NULL,
    agent   int         NOT NULL,
    set     int         NOT NULL,
    values  float8[]    NOT NULL
) PARTITION BY RANGE (at);

COMMENT ON COLUMN frame.values IS 'One for each position of the set; NULL: none at this visit.';

CREATE INDEX ON frame (agent, set, at);
CREATE TABLE frame_default PARTITION OF frame DEFAULT;

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
