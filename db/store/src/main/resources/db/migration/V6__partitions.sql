-- Partitions by day (UTC). Each partitioned table has a default one, so that a row is never refused for its time.

CREATE FUNCTION make_day_partition(parent text, day date) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    partition text := parent || '_' || to_char(day, 'YYYYMMDD');
    from_at timestamptz := day::timestamp AT TIME ZONE 'UTC';
    to_at timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
    strayed boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('make_day_partition'));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- what reaches the default partition between a look and the move would be in the way: nothing may come in
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent);
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE at >= %L AND at < %L)', parent || '_default', from_at, to_at)
        INTO strayed;
    IF strayed THEN
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, parent || '_default');
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition, parent, from_at, to_at);
    IF strayed THEN
        EXECUTE format('WITH moved AS (DELETE FROM %I WHERE at >= %L AND at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
            parent || '_default', from_at, to_at, partition);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', parent, parent || '_default');
    END IF;
    RETURN true;
END $$;

COMMENT ON FUNCTION make_day_partition IS
    'Makes the partition of a day and moves what strayed into the default one. False: it is there already.';
