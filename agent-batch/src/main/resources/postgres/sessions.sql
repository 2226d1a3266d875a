-- How sessions fare in each database, from pg_stat_database.
-- every   60s
-- scope   server
-- min     14
-- label   database     Name of the database.
-- counter session_time postgresql.session.time             ms        Time that sessions lasted.
-- counter active_time  postgresql.session.active_time      ms        Time in which they executed something.
-- counter idle_time    postgresql.session.idle_in_transaction_time ms Time in which they held a transaction open and did nothing.
-- counter sessions     postgresql.sessions                 {session} Sessions that were begun.
-- counter abandoned    postgresql.sessions.abandoned       {session} Sessions whose client went away.
-- counter fatal        postgresql.sessions.fatal           {session} Sessions that an error ended.
-- counter killed       postgresql.sessions.killed          {session} Sessions that somebody ended.
SELECT datname AS database, session_time, active_time, idle_in_transaction_time AS idle_time,
       sessions, sessions_abandoned AS abandoned, sessions_fatal AS fatal, sessions_killed AS killed
  FROM pg_stat_database
 WHERE datname IS NOT NULL AND datname NOT IN ('template0', 'template1')
 ORDER BY xact_commit DESC
 LIMIT 100;
