-- What statements cost, from pg_stat_statements: totals since they were first seen. Their texts are read apart, of those that are told.
-- every    60s
-- needs    pg_stat_statements 1.11
-- document postgresql.statements
-- field    queryid             The statement's id.
-- field    dbid                Its database.
-- field    userid              Its role.
-- field    toplevel            Whether it was not within a function.
-- field    datname             Its database's name.
-- field    usename             Its role's name.
-- field    stats_since         When it was first seen, in seconds since 1970.
-- field    calls               How often it was executed.
-- field    total_exec_time     Time of that, in ms as all times here.
-- field    total_plan_time     Time that planning took.
-- field    rows                Rows that it returned or changed.
-- field    shared_blks_hit     Blocks that were found in shared buffers.
-- field    shared_blks_read    Blocks that were not.
-- field    shared_blks_dirtied Blocks that it changed.
-- field    shared_blks_written Blocks that it had to write.
-- field    temp_blks_read      Blocks of temporary files that it read.
-- field    temp_blks_written   Blocks of temporary files that it wrote.
-- field    blk_read_time       Time that reading took.
-- field    blk_write_time      Time that writing took.
-- field    wal_bytes           WAL that it made.
SELECT s.queryid, s.dbid::bigint AS dbid, s.userid::bigint AS userid, s.toplevel AS toplevel, d.datname, r.rolname AS usename,
       date_part('epoch', s.stats_since) AS stats_since,
       s.calls, s.total_exec_time AS total_exec_time, s.total_plan_time AS total_plan_time, s.rows,
       s.shared_blks_hit, s.shared_blks_read, s.shared_blks_dirtied, s.shared_blks_written,
       s.temp_blks_read, s.temp_blks_written,
       s.shared_blk_read_time AS blk_read_time, s.shared_blk_write_time AS blk_write_time, s.wal_bytes::float8 AS wal_bytes
  FROM pg_stat_statements(false) AS s
  LEFT JOIN pg_database d ON d.oid = s.dbid
  LEFT JOIN pg_roles r ON r.oid = s.userid
 WHERE s.queryid IS NOT NULL
 LIMIT 50000;
