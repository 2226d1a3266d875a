-- Replication slots, and the WAL that they keep.
-- every    60s
-- scope    server
-- document postgresql.replication
-- label    slot          Its name.
-- field    slot_type     physical or logical.
-- field    database      Of a logical one.
-- field    plugin        Of a logical one.
-- field    restart_lsn   From where on WAL is kept.
-- field    wal_status    reserved, extended, unreserved or lost; since PostgreSQL 13.
-- field    inactive_since Since when nobody uses it; since PostgreSQL 17.
-- gauge    active        postgresql.slot.active   1             1: somebody uses it.
-- gauge    retained      postgresql.slot.retained By            WAL that it keeps.
-- gauge    safe          postgresql.slot.safe     By            WAL that may still be written before it is lost; since PostgreSQL 13.
-- gauge    xmin_age      postgresql.slot.xmin_age {transaction} How many transactions ago the oldest row version is that it keeps from vacuum.
SELECT slot_name AS slot, slot_type, database, plugin, restart_lsn::text AS restart_lsn,
       to_jsonb(s) ->> 'wal_status' AS wal_status,
       to_jsonb(s) ->> 'inactive_since' AS inactive_since,
       active::int AS active,
       pg_wal_lsn_diff(
         CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn) AS retained,
       (to_jsonb(s) ->> 'safe_wal_size')::numeric AS safe,
       greatest(age(xmin), age(catalog_xmin)) AS xmin_age
  FROM pg_replication_slots AS s
 ORDER BY slot_name
 LIMIT 50;
