-- The server as a whole.
-- every   60s
-- scope   server
-- gauge   uptime          postgresql.uptime           s            Time since the server started.
-- gauge   in_recovery     postgresql.recovery         1            1: it follows another server, or recovers. 0: it may be written.
-- gauge   max_connections postgresql.connection.max   {connection} How many connections it takes.
-- counter wal_position    postgresql.wal.position     By           How much WAL was written, or received and replayed, since the cluster was made.
SELECT extract(epoch FROM now() - pg_postmaster_start_time()) AS uptime,
       pg_is_in_recovery()::int AS in_recovery,
       current_setting('max_connections')::int AS max_connections,
       pg_wal_lsn_diff(
         CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
         '0/0') AS wal_position;
