-- A run of a job seals segments numbered without a gap, so its receipts are a range, not a row for each.

CREATE TABLE receipts (
    agent       int             NOT NULL,
    stem        text            NOT NULL,
    taken       int8multirange  NOT NULL,
    segments    bigint          NOT NULL,
    readings    bigint          NOT NULL,
    taken_at    timestamptz     NOT NULL,
    PRIMARY KEY (agent, stem)
) WITH (fillfactor = 50);

INSERT INTO receipts
SELECT agent, stem, range_agg(int8range(number, number + 1)), count(*), 0, max(taken_at)
FROM (SELECT agent, taken_at, coalesce(parts[1], segment) AS stem, coalesce(parts[2]::bigint, -1) AS number
      FROM receipt LEFT JOIN LATERAL regexp_match(segment, '^(.+)-(0|[1-9][0-9]{0,17})$') AS parts ON true)
GROUP BY agent, stem;
DROP TABLE receipt;
ALTER TABLE receipts RENAME TO receipt;
ALTER INDEX receipts_pkey RENAME TO receipt_pkey;

COMMENT ON TABLE receipt IS
    'Which segments were taken, written with what they hold in one transaction: sent twice, stored once.';
COMMENT ON COLUMN receipt.stem IS 'A segment''s name without its number: the boot and the run.';
COMMENT ON COLUMN receipt.taken IS 'The numbers that were taken; -1 stands for a name that has none.';
COMMENT ON COLUMN receipt.readings IS 'The values in them that were not missing; counted since receipts are ranges.';
COMMENT ON COLUMN receipt.taken_at IS 'When the newest of them was taken.';

CREATE VIEW receipt_segment AS
SELECT agent, CASE number WHEN -1 THEN stem ELSE stem || '-' || number END AS segment
FROM receipt, unnest(taken) AS range, generate_series(lower(range), upper(range) - 1) AS number;

COMMENT ON VIEW receipt_segment IS 'The segments that were taken, each by its name.';
