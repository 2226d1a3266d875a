-- Colleagues and scripts: accounts with roles, rights limited to groups of hosts, sessions that end, tokens with a role.

ALTER TABLE users
    ADD COLUMN display_name         text        NOT NULL DEFAULT '',
    ADD COLUMN groups               text[]      NOT NULL DEFAULT '{*}',
    ADD COLUMN disabled             boolean     NOT NULL DEFAULT false,
    ADD COLUMN password_changed_at  timestamptz,
    ADD COLUMN last_sign_in_at      timestamptz,
    ADD CHECK (role IN ('viewer', 'operator', 'admin'));

UPDATE users SET password_changed_at = updated_at;
ALTER TABLE users ALTER COLUMN password_changed_at SET NOT NULL;

COMMENT ON COLUMN users.groups IS 'Of which groups of hosts it sees anything; *: of all.';

-- Whoever is signed in has a session without a name that may be shown; all sign in anew.
DELETE FROM sessions;

ALTER TABLE sessions
    ADD COLUMN id           uuid        NOT NULL UNIQUE,
    ADD COLUMN address      text        NOT NULL,
    ADD COLUMN user_agent   text        NOT NULL,
    ADD COLUMN last_used_at timestamptz NOT NULL,
    ADD COLUMN ends_at      timestamptz NOT NULL;

COMMENT ON COLUMN sessions.id IS 'What it is called; of no use to come in with.';
COMMENT ON COLUMN sessions.expires_at IS 'Moves on with each use, to ends_at at most.';

CREATE TABLE sign_in_places (
    user_id  bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    address  text        NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (user_id, address)
);

COMMENT ON TABLE sign_in_places IS 'From where users have signed in: a flood from elsewhere does not hold them up.';

ALTER TABLE api_keys
    ADD COLUMN role             text CHECK (role IN ('viewer', 'operator', 'admin')),
    ADD COLUMN groups           text[] NOT NULL DEFAULT '{*}',
    ADD COLUMN maker_id         bigint REFERENCES users ON DELETE SET NULL,
    ADD COLUMN made_by          text,
    ADD COLUMN last_used_from   text,
    ADD COLUMN rotated_at       timestamptz,
    ADD COLUMN old_hash         bytea UNIQUE,
    ADD COLUMN old_until        timestamptz,
    ADD CHECK (role IS NULL OR expires_at IS NOT NULL);

CREATE INDEX ON api_keys (maker_id);

COMMENT ON COLUMN api_keys.role IS 'What whoever shows it may do, and never more than its maker. NULL: it may send, and nothing else.';
COMMENT ON COLUMN api_keys.groups IS 'Of which groups of hosts, and never more than its maker; *: of all of its.';
COMMENT ON COLUMN api_keys.maker_id IS 'A key with a role is of no use when its maker is gone or disabled.';
COMMENT ON COLUMN api_keys.old_hash IS 'Of the secret before the last rotation; it holds until old_until.';
