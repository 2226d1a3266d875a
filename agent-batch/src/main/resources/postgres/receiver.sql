-- How this server follows another, from pg_stat_wal_receiver.
-- every    60s
-- scope    server
-- document postgresql.replication
-- field    status       Of the process that receives.
-- field    sender_host  Whom it follows.
-- field    slot_name    The slot it uses there.
-- gauge    received_age postgresql.receiver.age s Time since it heard of the other.
-- gauge    replay_age   postgresql.replication.data_delay s Age of the last transaction that was replayed.
SELECT status, sender_host, slot_name,
       extract(epoch FROM now() - last_msg_receipt_time) AS received_age,
       extract(epoch FROM now() - pg_last_xact_replay_timestamp()) AS replay_age
  FROM pg_stat_wal_receiver
 WHERE pid IS NOT NULL;
