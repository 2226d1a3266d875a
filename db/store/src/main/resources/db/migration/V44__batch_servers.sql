-- Liberty servers of others, whose jobs the hub shows and steers through their REST API.

CREATE SEQUENCE batch_server_revision;

CREATE TABLE batch_server (
    name            text        PRIMARY KEY,
    url             text        NOT NULL,
    user_name       text        NOT NULL,
    password        bytea       NOT NULL,
    key_id          text        NOT NULL,
    ca              text,
    fingerprint     text,
    host_group      text,
    revision        bigint      NOT NULL DEFAULT nextval('batch_server_revision'),
    changed_at      timestamptz NOT NULL,
    changed_by      text        NOT NULL,
    CHECK (ca IS NULL OR fingerprint IS NULL)
);

COMMENT ON COLUMN batch_server.url IS 'Scheme, host and port; the rest is fixed: /ibm/api/batch.';
COMMENT ON COLUMN batch_server.password IS 'AES-256-GCM: 12 bytes of nonce, then ciphertext and tag, which also seals name, url and user.';
COMMENT ON COLUMN batch_server.key_id IS 'Which key it was encrypted with; the keys are not here.';
COMMENT ON COLUMN batch_server.ca IS 'PEM: who may have signed its certificate. NULL: whomever Java trusts, or only the certificate of this fingerprint.';
COMMENT ON COLUMN batch_server.fingerprint IS 'SHA-256 of the one certificate that is trusted, 64 hexadecimal digits.';
COMMENT ON COLUMN batch_server.host_group IS 'Who may see hosts of this group sees it, too. NULL: only who may see all hosts.';
COMMENT ON COLUMN batch_server.revision IS 'Another one with each change.';
