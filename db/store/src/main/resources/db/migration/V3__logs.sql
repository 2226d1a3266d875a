-- Lines of logs.

CREATE TABLE log_line (
    at          timestamptz NOT NULL,
    agent       int         NOT NULL,
    source      text        NOT NULL,
    severity    text        NOT NULL,
    text        text        NOT NULL,
    attributes  jsonb       NOT NULL
) PARTITION BY RANGE (at);

COMMENT ON COLUMN log_line.severity IS 'TRACE DEBUG INFO WARN ERROR FATAL; empty where it is not known.';

CREATE INDEX ON log_line (agent, at);
CREATE INDEX ON log_line USING brin (at);
CREATE TABLE log_line_default PARTITION OF log_line DEFAULT;
