-- PostgreSQL databases that the hub has its agents watch, and those that it has them try.

CREATE SEQUENCE database_target_revision;

CREATE TABLE database_target (
    id              uuid        PRIMARY KEY,
    agent           uuid        NOT NULL,
    name            text        NOT NULL,
    host            text        NOT NULL,
    port            int         NOT NULL,
    database_name   text        NOT NULL,
    user_name       text        NOT NULL,
    ssl_mode        text        NOT NULL,
    password        bytea,
    key_id          text,
    statistics      boolean     NOT NULL,
    queries         boolean     NOT NULL,
    log_files       text,
    revision        bigint      NOT NULL DEFAULT nextval('database_target_revision'),
    changed_at      timestamptz NOT NULL,
    changed_by      text        NOT NULL,
    removed_at      timestamptz,
    told_revision   bigint,
    told_state      text,
    told_detail     text,
    told_at         timestamptz,
    CHECK ((password IS NULL) = (key_id IS NULL)),
    CHECK (removed_at IS NULL OR password IS NULL)
);
CREATE UNIQUE INDEX ON database_target (agent, name) WHERE removed_at IS NULL;

COMMENT ON COLUMN database_target.password IS 'AES-256-GCM: 12 bytes of nonce, then ciphertext and tag, which also seals id, host and port. NULL: none.';
COMMENT ON COLUMN database_target.key_id IS 'Which key it was encrypted with; the keys are not here.';
COMMENT ON COLUMN database_target.revision IS 'Another one with each change.';
COMMENT ON COLUMN database_target.removed_at IS 'NULL: it is watched. Removed ones stay for a month, without their password, so that lists know that nobody watches them any more.';
COMMENT ON COLUMN database_target.told_state IS 'What its agent made of told_revision: watched, own_settings and others. NULL: it has not heard of it.';

CREATE TABLE database_test (
    id              uuid        PRIMARY KEY,
    agent           uuid        NOT NULL,
    host            text        NOT NULL,
    port            int         NOT NULL,
    database_name   text        NOT NULL,
    user_name       text        NOT NULL,
    ssl_mode        text        NOT NULL,
    password        bytea,
    key_id          text,
    asked_at        timestamptz NOT NULL,
    handed_at       timestamptz,
    answered_at     timestamptz,
    outcome         jsonb
);
CREATE INDEX ON database_test (asked_at);

COMMENT ON TABLE database_test IS 'For an hour. The password goes when it is answered.';
COMMENT ON COLUMN database_test.handed_at IS 'When the agent was told.';
