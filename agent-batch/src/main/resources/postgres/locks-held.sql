-- Locks that are held or waited for, by their mode.
-- every   60s
-- scope   server
-- label   mode     A lock's mode.
-- gauge   held     postgresql.database.locks {lock} Locks that are held.
-- gauge   awaited  postgresql.database.locks.awaited {lock} Locks that are waited for.
SELECT mode, count(*) FILTER (WHERE granted) AS held, count(*) FILTER (WHERE NOT granted) AS awaited
  FROM (VALUES ('AccessShareLock'), ('RowShareLock'), ('RowExclusiveLock'), ('ShareUpdateExclusiveLock'),
               ('ShareLock'), ('ShareRowExclusiveLock'), ('ExclusiveLock'), ('AccessExclusiveLock')) AS known (mode)
  LEFT JOIN pg_locks USING (mode)
 GROUP BY mode
 ORDER BY mode;
