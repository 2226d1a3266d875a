-- Senders that are not ours: the keys that they show, and how they stand in the fleet.

CREATE TABLE api_keys (
    id              uuid        PRIMARY KEY,
    name            text        NOT NULL UNIQUE,
    hash            bytea       NOT NULL UNIQUE,
    sends           text[]      NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz,
    last_used_at    timestamptz
) WITH (fillfactor = 70);

COMMENT ON COLUMN api_keys.hash IS 'SHA-256 of the key, which nobody can read here.';
COMMENT ON COLUMN api_keys.sends IS 'What may be sent with it: pulse, postgres.';
COMMENT ON COLUMN api_keys.expires_at IS 'NULL: never.';
COMMENT ON COLUMN api_keys.last_used_at IS 'To the minute. NULL: never.';

ALTER TABLE agents
    ADD COLUMN kind             text NOT NULL DEFAULT 'agent',
    ADD COLUMN silence_seconds  int,
    ADD COLUMN key_name         text;

COMMENT ON COLUMN agents.kind IS 'agent: one of ours; pulse, postgres: a sender that is not.';
COMMENT ON COLUMN agents.silence_seconds IS 'How long it may say nothing and still be online. NULL: as our agents, by their heartbeats.';
COMMENT ON COLUMN agents.key_name IS 'With whose API key it sent last. NULL: one of ours.';
