-- Servers that follow this one, from pg_stat_replication.
-- every    60s
-- scope    server
-- document postgresql.replication
-- label    client       Its application_name.
-- field    pid          Of the process that sends.
-- field    usename      As whom it is connected.
-- field    client_addr  Where it is.
-- field    state        startup, catchup, streaming, backup or stopping.
-- field    sync_state   async, potential, sync or quorum.
-- field    sent_lsn     How far WAL was sent.
-- field    replay_lsn   How far it was replayed.
-- gauge    sent_delay   postgresql.wal.delay{operation=send}   By WAL that was not yet sent.
-- gauge    flush_delay  postgresql.wal.delay{operation=flush}  By WAL that it has not yet on disk.
-- gauge    replay_delay postgresql.wal.delay{operation=replay} By WAL that it has not yet replayed.
-- gauge    write_lag    postgresql.wal.lag{operation=write}    s  Time until it has written.
-- gauge    flush_lag    postgresql.wal.lag{operation=flush}    s  Time until it has it on disk.
-- gauge    replay_lag   postgresql.wal.lag{operation=replay}   s  Time until it has replayed.
SELECT application_name AS client, pid, usename, host(client_addr) AS client_addr, state, sync_state,
       sent_lsn::text AS sent_lsn, replay_lsn::text AS replay_lsn,
       pg_wal_lsn_diff(here, sent_lsn) AS sent_delay,
       pg_wal_lsn_diff(here, flush_lsn) AS flush_delay,
       pg_wal_lsn_diff(here, replay_lsn) AS replay_delay,
       extract(epoch FROM write_lag) AS write_lag,
       extract(epoch FROM flush_lag) AS flush_lag,
       extract(epoch FROM replay_lag) AS replay_lag
  FROM pg_stat_replication,
       (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END AS here) AS wal
 ORDER BY application_name, pid
 LIMIT 50;
