-- Who is connected, by what they are at.
-- every   60s
-- scope   server
-- label   state       A state of pg_stat_activity; waiting: active, and waits for a lock.
-- gauge   connections postgresql.connections {session} Sessions in this state, those of clients only.
SELECT state, count(pid) AS connections
  FROM (VALUES ('active'), ('waiting'), ('idle'), ('idle in transaction'), ('idle in transaction (aborted)'), ('other')) AS known (state)
  LEFT JOIN (SELECT pid,
                    CASE WHEN state = 'active' AND wait_event_type = 'Lock' THEN 'waiting'
                         WHEN state IN ('active', 'idle', 'idle in transaction', 'idle in transaction (aborted)') THEN state
                         ELSE 'other' END AS state
               FROM pg_stat_activity
              WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS client USING (state)
 GROUP BY state
 ORDER BY state;
