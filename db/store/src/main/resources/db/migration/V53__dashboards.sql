-- Dashboards that users put together: charts of any metrics.

CREATE TABLE dashboard (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title           text        NOT NULL UNIQUE,
    description     text        NOT NULL,
    charts          jsonb       NOT NULL,
    version         integer     NOT NULL DEFAULT 1,
    changed_at      timestamptz NOT NULL,
    changed_by      text        NOT NULL
);

COMMENT ON COLUMN dashboard.id IS 'In the addresses of its page, so that a link outlives another title.';
COMMENT ON COLUMN dashboard.charts IS 'A list; what a chart has, docs/dashboards.md tells.';
COMMENT ON COLUMN dashboard.version IS 'One more with each change; who changes it says which one was looked at.';
