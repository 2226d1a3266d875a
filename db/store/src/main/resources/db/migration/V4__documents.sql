-- Snapshots that are more than numbers: the processes of a host, the locks of a database.

CREATE TABLE document (
    at      timestamptz NOT NULL,
    agent   int         NOT NULL,
    kind    text        NOT NULL,
    target  text        NOT NULL,
    format  text        NOT NULL DEFAULT 'json',
    body    bytea       NOT NULL
) PARTITION BY RANGE (at);

COMMENT ON COLUMN document.format IS 'How the body is written: json.';

CREATE INDEX ON document (agent, kind, target, at);
CREATE TABLE document_default PARTITION OF document DEFAULT;
