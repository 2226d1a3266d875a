-- The hub's own authority, the tokens with which hosts join, and the certificates that they were given.

CREATE TABLE authority (
    one             boolean     PRIMARY KEY DEFAULT true CHECK (one),
    certificate     bytea       NOT NULL,
    key             bytea       NOT NULL,
    key_id          text        NOT NULL,
    created_at      timestamptz NOT NULL
);

COMMENT ON TABLE authority IS 'One for all hubs that share this database, made by the first of them.';
COMMENT ON COLUMN authority.key IS 'AES-256-GCM: 12 bytes of nonce, then ciphertext and tag, which also seals the certificate''s fingerprint.';
COMMENT ON COLUMN authority.key_id IS 'Which key it was encrypted with; the keys are not here.';

CREATE TABLE join_token (
    id              uuid        PRIMARY KEY,
    name            text        NOT NULL,
    hash            bytea       NOT NULL,
    uses            int         NOT NULL,
    uses_left       int         NOT NULL CHECK (uses_left BETWEEN 0 AND uses),
    agent_group     text,
    tags            jsonb,
    created_at      timestamptz NOT NULL,
    created_by      text        NOT NULL,
    expires_at      timestamptz NOT NULL,
    removed_at      timestamptz
);

COMMENT ON COLUMN join_token.hash IS 'SHA-256 of its secret half, which nobody can read here.';
COMMENT ON COLUMN join_token.agent_group IS 'The group that it gives. NULL: none.';
COMMENT ON COLUMN join_token.tags IS 'The tags that it gives. NULL: none.';
COMMENT ON COLUMN join_token.removed_at IS 'It stays, so that one can see who joined with it.';

CREATE TABLE certificate (
    serial          text        PRIMARY KEY,
    agent           uuid        NOT NULL,
    der             bytea       NOT NULL,
    public_key_hash bytea       NOT NULL,
    join_token      uuid        REFERENCES join_token,
    issued_at       timestamptz NOT NULL,
    not_after       timestamptz NOT NULL,
    first_used_at   timestamptz,
    superseded_at   timestamptz,
    revoked_at      timestamptz,
    revoked_by      text,
    reason          text
);
CREATE INDEX ON certificate (agent, issued_at);
CREATE INDEX ON certificate (join_token);

COMMENT ON COLUMN certificate.join_token IS 'With which it was got. NULL: by renewal.';
COMMENT ON COLUMN certificate.superseded_at IS 'When its successor was used first, from when on it is no good.';

ALTER TABLE agents ADD COLUMN machine_hash bytea, ADD COLUMN disowned_at timestamptz, ADD COLUMN double_use_at timestamptz;
ALTER TABLE agents ALTER COLUMN token_hash DROP NOT NULL;
CREATE UNIQUE INDEX ON agents (machine_hash);

COMMENT ON COLUMN agents.machine_hash IS 'SHA-256 of what tells its machine from others, by which a host that was installed anew is known. NULL: not told.';
COMMENT ON COLUMN agents.token_hash IS 'SHA-256 of the secret that the agent made for itself. NULL: it shows a certificate, or its rights were taken away.';
COMMENT ON COLUMN agents.double_use_at IS 'When two starts of it were last seen to beat by turns. NULL: never since it joined.';
COMMENT ON COLUMN agents.disowned_at IS 'When its rights were last taken away: join tokens of before are of no use to it. NULL: never.';
