-- What people ask of agents, and what came of it; which commands an agent knows; which hub holds an agent's channel.

CREATE TABLE commands (
    id                  uuid        PRIMARY KEY,
    agent               uuid        NOT NULL,
    command             text        NOT NULL,
    parameters          jsonb       NOT NULL,
    sealed              bytea,
    key_id              text,
    asked_by            text        NOT NULL,
    asked_from          text        NOT NULL,
    asked_at            timestamptz NOT NULL,
    deadline            timestamptz NOT NULL,
    idempotent          boolean     NOT NULL,
    state               text        NOT NULL CHECK (state IN
        ('queued', 'sent', 'running', 'succeeded', 'failed', 'refused', 'cancelled', 'expired', 'lost')),
    sent_at             timestamptz,
    times_sent          integer     NOT NULL DEFAULT 0,
    done                float8,
    progress            text,
    cancel_asked_at     timestamptz,
    ended_at            timestamptz,
    outcome             jsonb,
    error               text        NOT NULL DEFAULT '',
    CHECK ((sealed IS NULL) = (key_id IS NULL)),
    CHECK ((ended_at IS NULL) = (state IN ('queued', 'sent', 'running')))
);
CREATE INDEX commands_open ON commands (agent, asked_at) WHERE ended_at IS NULL;
CREATE INDEX commands_of_agent ON commands (agent, asked_at DESC);
CREATE INDEX commands_ended ON commands (ended_at) WHERE ended_at IS NOT NULL;

COMMENT ON TABLE commands IS 'Written before it is sent; sent once, unless it is idempotent.';
COMMENT ON COLUMN commands.parameters IS 'Without secrets: *** stands for each.';
COMMENT ON COLUMN commands.sealed IS 'All parameters as JSON where some are secret, AES-256-GCM: 12 bytes of nonce, then ciphertext and tag, which also seals id and agent. It goes when the command has ended.';
COMMENT ON COLUMN commands.state IS 'queued -> sent -> running -> how it ended. lost: the connection or the agent ended, and nobody knows how far it came.';
COMMENT ON COLUMN commands.done IS 'From 0 to 1, as the agent told it last.';

CREATE TABLE command_registries (
    hash                text        PRIMARY KEY,
    commands            jsonb       NOT NULL,
    told_at             timestamptz NOT NULL
);

COMMENT ON TABLE command_registries IS 'Descriptions of the commands that agents know; agents of the same version share one.';

CREATE TABLE channels (
    agent               uuid        PRIMARY KEY,
    hub                 text        NOT NULL,
    connected_at        timestamptz NOT NULL,
    closed_at           timestamptz,
    boot                text        NOT NULL,
    registry            text        NOT NULL,
    proof               text        NOT NULL CHECK (proof IN ('mtls', 'token', 'poll'))
);

COMMENT ON TABLE channels IS 'The newest channel of each agent. It is open while closed_at is NULL and its hub beats.';
COMMENT ON COLUMN channels.proof IS 'How the agent proved who it is; poll: it has no channel and asks.';

CREATE TABLE channel_hubs (
    hub                 text        PRIMARY KEY,
    beat_at             timestamptz NOT NULL
);

COMMENT ON TABLE channel_hubs IS 'Hubs that hold channels; one that has not beaten for 15 s holds none.';
