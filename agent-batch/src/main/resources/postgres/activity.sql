-- Who is connected and does what, from pg_stat_activity; and whom those who wait for a lock wait for.
-- every    60s
-- min      14
-- document postgresql.activity
-- field    pid              Of the session's process.
-- field    datname          Its database.
-- field    usename          Its role.
-- field    application_name What it calls itself.
-- field    client_addr      Where it comes from.
-- field    backend_type     What it is.
-- field    backend_start    When it came.
-- field    xact_start       When its transaction began.
-- field    query_start      When its statement began.
-- field    state_change     When its state changed.
-- field    wait_event_type  What kind of thing it waits for.
-- field    wait_event       What it waits for.
-- field    state            active, idle, idle in transaction.
-- field    query_id         Its statement's id.
-- field    query            Its statement, or the last one.
-- field    blocked_by       The processes that it waits for.
-- field    total            How many there are, also of those that are not told.
-- field    asked_at         When this was, by the server's own clock.
SELECT pid, datname, usename, application_name, host(client_addr) AS client_addr, backend_type,
       backend_start, xact_start, query_start, state_change, wait_event_type, wait_event, state,
       query_id, left(query, 4000) AS query,
       CASE WHEN wait_event_type = 'Lock' THEN pg_blocking_pids(pid) END AS blocked_by,
       count(*) OVER () AS total, clock_timestamp() AS asked_at
  FROM pg_stat_activity
 WHERE (datid IS NOT NULL OR backend_type = 'walsender') AND pid <> pg_backend_pid()
 ORDER BY wait_event_type = 'Lock' DESC NULLS LAST, state IS NULL, state = 'idle', xact_start, pid
 LIMIT 500;
