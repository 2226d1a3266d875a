-- What happens on hosts and is drawn over their charts. Partitioned by day, as all that arrives.

CREATE SEQUENCE host_event_id;

CREATE TABLE host_event (
    received_at timestamptz NOT NULL,
    at          timestamptz NOT NULL,
    agent       int         NOT NULL,
    id          bigint      NOT NULL DEFAULT nextval('host_event_id'),
    target      text        NOT NULL,
    type        text        NOT NULL,
    severity    text        NOT NULL,
    subject     text        NOT NULL,
    was         text,
    became      text,
    message     text        NOT NULL,
    fields      jsonb       NOT NULL,
    cut         boolean     NOT NULL
) PARTITION BY RANGE (received_at);
CREATE TABLE host_event_default PARTITION OF host_event DEFAULT;
CREATE INDEX ON host_event (agent, at, id);
CREATE INDEX ON host_event (at, id);

COMMENT ON TABLE host_event IS 'Services, ports, containers, logins, reboots: docs/reference/events-host.md.';
COMMENT ON COLUMN host_event.id IS 'Tells apart those of one moment, in the order in which they came.';
COMMENT ON COLUMN host_event.target IS 'Whom the collector visited: host, docker, a log.';
COMMENT ON COLUMN host_event.type IS 'login.failed: the most general word first.';
COMMENT ON COLUMN host_event.severity IS 'info, warning, error.';
COMMENT ON COLUMN host_event.cut IS 'A text was longer than is kept.';

INSERT INTO retention VALUES ('*', 'host-event', 90);
