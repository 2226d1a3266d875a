-- Roll-ups say which packings they hold and when each last value was, so that the parts of one stretch of time can be put
-- together whatever is still kept of them.

ALTER TABLE pack ADD COLUMN parts_from bigint;
ALTER TABLE rollup
    ADD COLUMN parts_from bigint,
    ADD COLUMN last_at    timestamptz,
    ADD COLUMN last_ago   bigint[];

COMMENT ON COLUMN pack.parts_from IS
    'Of a roll-up: it holds all packings of its day from this one up to its own part. NULL: visits.';
COMMENT ON COLUMN pack.times IS
    'The moments of the visits; in a roll-up that of the newest visit in each stretch.';
COMMENT ON COLUMN pack.ends IS
    'Where each column ends in data; in a roll-up a position has six: min, max, sum, count, last, last_ago.';
COMMENT ON COLUMN rollup.parts_from IS 'Of a day: it holds all packings from this one up to its own part. NULL: an hour.';
COMMENT ON COLUMN rollup.last_at IS 'The newest visit. NULL: not known.';
COMMENT ON COLUMN rollup.last_ago IS
    'How many microseconds before last_at each position had its last value. NULL: all of them had it then.';

COMMENT ON COLUMN rollup.max IS 'NULL: the min.';
COMMENT ON COLUMN rollup.sum IS 'NULL: count times the min.';
COMMENT ON COLUMN rollup.last IS 'NULL: the max. The views sample_hour and sample_day put all of this in its place.';

-- Days are rolled up anew in the new form; a day of which the visits are gone stays as it is.
DELETE FROM pack WHERE level <> 0;
DELETE FROM rollup r USING packed p
WHERE r.level = 86400 AND p.level = 0 AND p.day = (r.from_at AT TIME ZONE 'UTC')::date AND p.rolled = r.part;
UPDATE rollup SET parts_from = 0 WHERE level = 86400;
DELETE FROM packed WHERE level <> 0;
UPDATE packed SET rolled = NULL WHERE level = 0;

CREATE OR REPLACE VIEW sample_rollup AS
SELECT r.level, r.from_at AS at, a.id AS agent, a.hostname, s.collector, s.target,
       p.position ->> 'metric' AS metric, p.position -> 'labels' AS labels, p.position ->> 'unit' AS unit,
       min(r.min[p.index]) AS min, max(coalesce(r.max[p.index], r.min[p.index])) AS max,
       sum(coalesce(r.sum[p.index], r.count[p.index] * r.min[p.index])) / sum(r.count[p.index]) AS avg,
       sum(coalesce(r.sum[p.index], r.count[p.index] * r.min[p.index])) AS sum,
       sum(r.count[p.index]) AS count,
       (array_agg(coalesce(r.last[p.index], r.max[p.index], r.min[p.index]) ORDER BY
           r.last_at - coalesce(r.last_ago[p.index], 0) * interval '1 microsecond' DESC NULLS LAST, r.part DESC))[1] AS last
FROM rollup r
JOIN agents a ON a.number = r.agent
JOIN metric_set s ON s.id = r.set
CROSS JOIN LATERAL jsonb_array_elements(s.positions) WITH ORDINALITY AS p (position, index)
WHERE r.count[p.index] > 0
GROUP BY r.level, r.from_at, r.agent, r.set, p.index, a.id, a.hostname, s.collector, s.target, p.position;
