-- Who may use the console and the API.

CREATE SEQUENCE users_id_seq START WITH 50 INCREMENT BY 50;

CREATE TABLE users (
    id              bigint      PRIMARY KEY,
    name            text        NOT NULL UNIQUE,
    password_hash   text        NOT NULL,
    role            text        NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);

CREATE TABLE sessions (
    hash        bytea       PRIMARY KEY,
    user_id     bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);

COMMENT ON COLUMN sessions.hash IS 'SHA-256 of what the cookie holds.';

CREATE INDEX ON sessions (user_id);
CREATE INDEX ON sessions (expires_at);
