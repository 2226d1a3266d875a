-- Settings that the hub gives to agents: three layers, each with its versions, and what each agent makes of them.

CREATE SEQUENCE fleet_settings_revision;

CREATE TABLE fleet_settings_version (
    layer       text        NOT NULL CHECK (layer = 'global' OR layer LIKE 'group/_%' OR layer LIKE 'host/_%'),
    version     int         NOT NULL CHECK (version > 0),
    settings    jsonb       NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
    reason      text        NOT NULL,
    changed_at  timestamptz NOT NULL,
    changed_by  text        NOT NULL,
    PRIMARY KEY (layer, version)
);

COMMENT ON TABLE fleet_settings_version IS 'The largest version of a layer holds. Nothing is ever changed or removed here.';
COMMENT ON COLUMN fleet_settings_version.layer IS 'global, group/<name> or host/<agent id>; a host''s wins over its group''s, and that over global.';
COMMENT ON COLUMN fleet_settings_version.settings IS 'Names and values, all text, as {"pulse.docker.every": "30s"}. Never a secret.';

CREATE TABLE fleet_settings_rollout (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    layer       text        NOT NULL,
    version     int         NOT NULL,
    waves       boolean     NOT NULL,
    wave        int         NOT NULL DEFAULT 0,
    state       text        NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'halted', 'done', 'replaced')),
    detail      text        NOT NULL DEFAULT '',
    began_at    timestamptz NOT NULL,
    began_by    text        NOT NULL,
    ended_at    timestamptz
);

COMMENT ON TABLE fleet_settings_rollout IS 'Each change goes to one agent, then to a tenth, then to all. The newest holds.';
COMMENT ON COLUMN fleet_settings_rollout.waves IS 'False: to all at once.';

CREATE TABLE fleet_settings_known (
    hash        text        PRIMARY KEY,
    settings    jsonb       NOT NULL
);

COMMENT ON TABLE fleet_settings_known IS 'What settings agents have; agents of one version and kind share a row.';

CREATE TABLE fleet_settings_agent (
    agent           uuid        PRIMARY KEY,
    released        jsonb       NOT NULL DEFAULT '{}',
    released_hash   text,
    released_at     timestamptz,
    rollout         bigint,
    wave            int,
    attempt         int         NOT NULL DEFAULT 0,
    known           text        REFERENCES fleet_settings_known,
    told_hash       text,
    told_state      text,
    told_detail     text        NOT NULL DEFAULT '',
    told_waiting    text[]      NOT NULL DEFAULT '{}',
    told_own        text[]      NOT NULL DEFAULT '{}',
    told_at         timestamptz
);

COMMENT ON COLUMN fleet_settings_agent.released IS 'What the agent is told; as its layers say, once the rollout has come to it.';
COMMENT ON COLUMN fleet_settings_agent.attempt IS 'Part of the hash: larger where an agent is to try again what it took back.';
COMMENT ON COLUMN fleet_settings_agent.told_hash IS 'Of which document it speaks; it acknowledges released_hash.';
COMMENT ON COLUMN fleet_settings_agent.told_own IS 'Settings that the host itself sets, which win.';
