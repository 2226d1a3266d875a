-- Monitors that somebody has an agent try, once, before they are saved.

CREATE TABLE uptime_trial (
    id              uuid        PRIMARY KEY,
    agent           uuid        NOT NULL,
    asked_at        timestamptz NOT NULL,
    asked_by        text        NOT NULL,
    until_at        timestamptz NOT NULL,
    monitor         jsonb,
    sealed          bytea,
    key_id          text,
    handed_at       timestamptz,
    answered_at     timestamptz,
    outcome         jsonb,
    CHECK ((sealed IS NULL) = (key_id IS NULL)),
    CHECK (answered_at IS NULL OR (monitor IS NULL AND sealed IS NULL))
);
CREATE INDEX ON uptime_trial (asked_at);

COMMENT ON TABLE uptime_trial IS 'For an hour. What was asked goes when it is answered.';
COMMENT ON COLUMN uptime_trial.until_at IS 'An answer that comes later counts all the same; who asked is told that there is none.';
COMMENT ON COLUMN uptime_trial.monitor IS 'As its agent is told it, without secrets.';
COMMENT ON COLUMN uptime_trial.sealed IS 'Its secrets as JSON, AES-256-GCM: 12 bytes of nonce, then ciphertext and tag, which also seals id and agent.';
COMMENT ON COLUMN uptime_trial.handed_at IS 'When the agent was told.';
