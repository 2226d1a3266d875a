-- The locks that are waited for.
-- every    60s
-- min      14
-- document postgresql.locks
-- field    pid       Who waits.
-- field    locktype  What kind of thing it waits for.
-- field    mode      How it wants it.
-- field    relation  Which table or index; of a row, where its table is known.
-- field    waitstart Since when.
SELECT l.pid, l.locktype, l.mode, n.nspname || '.' || c.relname AS relation, l.waitstart
  FROM pg_locks l
  LEFT JOIN pg_locks t ON t.pid = l.pid AND t.locktype = 'tuple' AND t.granted AND l.relation IS NULL
  LEFT JOIN pg_class c ON c.oid = coalesce(l.relation, t.relation)
                      AND coalesce(l.database, t.database) = (SELECT oid FROM pg_database WHERE datname = current_database())
  LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT l.granted
 LIMIT 500;
