-- Uptime: what a prober could not tell is unknown, and no outage; sums of months; what the status page shows; incidents that
-- somebody has seen; and what lets the hub read only what has moved. See docs/adr/0030-uptime.md.

-- The monitors that are pushed to stand there.
ALTER TABLE datacenters ADD CONSTRAINT datacenters_id_is_not_push CHECK (id <> 'push') NOT VALID;

-- A monitor that names no datacenter is probed from all.
CREATE TRIGGER uptime_changed AFTER INSERT OR DELETE OR UPDATE OF id ON datacenters
    FOR EACH STATEMENT EXECUTE FUNCTION uptime_changed();

ALTER TABLE uptime_hour DROP CONSTRAINT uptime_hour_pkey,
    ADD COLUMN unknown int NOT NULL DEFAULT 0,
    ADD COLUMN excluded_unknown int NOT NULL DEFAULT 0;
ALTER TABLE uptime_hour ADD PRIMARY KEY (monitor, datacenter, from_at)
    INCLUDE (up, degraded, down, unknown, excluded_up, excluded_degraded, excluded_down, excluded_unknown);
ALTER TABLE uptime_day DROP CONSTRAINT uptime_day_pkey,
    ADD COLUMN unknown int NOT NULL DEFAULT 0,
    ADD COLUMN excluded_unknown int NOT NULL DEFAULT 0;
ALTER TABLE uptime_day ADD PRIMARY KEY (monitor, datacenter, from_at)
    INCLUDE (up, degraded, down, unknown, excluded_up, excluded_degraded, excluded_down, excluded_unknown);

COMMENT ON COLUMN uptime_hour.unknown IS 'The prober itself failed: it says nothing of the target, and is no part of uptime.';
COMMENT ON COLUMN uptime_day.unknown IS 'The prober itself failed: it says nothing of the target, and is no part of uptime.';
COMMENT ON COLUMN api_heartbeats.status IS 'up, degraded, down: what this one probe saw; unknown: the prober itself failed.';

CREATE TABLE uptime_month (
    from_at             timestamptz NOT NULL,
    up                  bigint      NOT NULL,
    degraded            bigint      NOT NULL,
    down                bigint      NOT NULL,
    unknown             bigint      NOT NULL,
    excluded_up         bigint      NOT NULL,
    excluded_degraded   bigint      NOT NULL,
    excluded_down       bigint      NOT NULL,
    excluded_unknown    bigint      NOT NULL,
    monitor             int         NOT NULL,
    datacenter          text        NOT NULL,
    PRIMARY KEY (monitor, datacenter, from_at)
);
CREATE INDEX ON uptime_month (from_at);

COMMENT ON TABLE uptime_month IS 'The same by month that is over, in UTC, without latencies: by these a question about a year of all monitors is answered.';

-- Who looks at standings reads those that transactions moved which it has not seen.
ALTER TABLE uptime_standing ADD COLUMN moved_by xid8 NOT NULL DEFAULT pg_current_xact_id();

COMMENT ON COLUMN uptime_standing.moved_by IS 'The transaction that wrote it last.';

-- One row: the last time in which no hub looked at states, or took pushes.
CREATE TABLE uptime_watch (
    one             boolean     PRIMARY KEY DEFAULT true CHECK (one),
    broken_at       timestamptz NOT NULL,
    since_at        timestamptz NOT NULL,
    seen_at         timestamptz NOT NULL
) WITH (fillfactor = 50);

COMMENT ON COLUMN uptime_watch.broken_at IS 'From then to since_at nobody could push: what was due then is not missed.';
COMMENT ON COLUMN uptime_watch.seen_at IS 'When states were looked at last.';

ALTER TABLE api_monitors ADD COLUMN status_group text CHECK (length(status_group) BETWEEN 1 AND 100);

COMMENT ON COLUMN api_monitors.status_group IS 'Under which heading the public status page shows it. NULL: under none.';

ALTER TABLE maintenance_windows ADD COLUMN is_public boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN maintenance_windows.is_public IS 'Whether the public status page announces it, by its name.';

ALTER TABLE uptime_incident ADD COLUMN acknowledged_at timestamptz, ADD COLUMN acknowledged_by text;

COMMENT ON COLUMN uptime_incident.acknowledged_at IS 'Since when somebody sees to it. NULL: nobody has said so.';

CREATE TABLE uptime_incident_note (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident        bigint      NOT NULL REFERENCES uptime_incident ON DELETE CASCADE,
    at              timestamptz NOT NULL,
    written_by      text        NOT NULL,
    note            text        NOT NULL CHECK (length(note) BETWEEN 1 AND 2000),
    is_public       boolean     NOT NULL
);
CREATE INDEX ON uptime_incident_note (incident, at);

COMMENT ON COLUMN uptime_incident_note.is_public IS 'Whether the public status page shows it.';

INSERT INTO uptime_month (from_at, up, degraded, down, unknown, excluded_up, excluded_degraded, excluded_down, excluded_unknown,
    monitor, datacenter)
SELECT date_trunc('month', from_at, 'UTC'), sum(up), sum(degraded), sum(down), 0, sum(excluded_up), sum(excluded_degraded),
    sum(excluded_down), 0, monitor, datacenter
FROM uptime_day WHERE from_at < (SELECT date_trunc('month', until_at, 'UTC') FROM uptime_rolled)
GROUP BY 1, monitor, datacenter;
