-- Addresses of the console that people keep under a name, each for itself or for all.

CREATE TABLE saved_view (
    id              uuid        PRIMARY KEY,
    owner           text        REFERENCES users (name) ON DELETE CASCADE,
    name            text        NOT NULL,
    address         text        NOT NULL,
    changed_at      timestamptz NOT NULL,
    changed_by      text        NOT NULL,
    UNIQUE NULLS NOT DISTINCT (owner, name)
);

COMMENT ON COLUMN saved_view.owner IS 'Whose it is. NULL: it is for all who may see the whole fleet.';
COMMENT ON COLUMN saved_view.address IS 'From the hash on, as /jobs?state=FAILED.';
