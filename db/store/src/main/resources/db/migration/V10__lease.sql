-- What must run once takes a lease.

CREATE TABLE lease (
    name        text        PRIMARY KEY,
    holder      text        NOT NULL,
    fence       bigint      NOT NULL,
    until_at    timestamptz NOT NULL
);

COMMENT ON COLUMN lease.fence IS 'Grows with each new holder: what bears a smaller one comes from a holder that is no longer.';
