-- Who reads and writes what, from pg_stat_io.
-- every   60s
-- scope   server once
-- min     18
-- label   backend_type    Whose I/O it is.
-- label   object          relation, temp relation or wal.
-- label   context         normal, vacuum, bulkread, bulkwrite or init.
-- counter reads           postgresql.io.reads      {operation} Reads.
-- counter read_bytes      postgresql.io.read_bytes By          What they read.
-- counter read_time       postgresql.io.read_time  ms          Time they took, while track_io_timing is on.
-- counter writes          postgresql.io.writes     {operation} Writes.
-- counter write_bytes     postgresql.io.write_bytes By         What they wrote.
-- counter write_time      postgresql.io.write_time ms          Time they took, while track_io_timing is on.
-- counter extends         postgresql.io.extends    {operation} Extensions of files.
-- counter hits            postgresql.io.hits       {operation} Blocks that were found in shared buffers.
-- counter evictions       postgresql.io.evictions  {operation} Blocks that had to leave shared buffers.
-- counter fsyncs          postgresql.io.fsyncs     {operation} Syncs.
SELECT backend_type, object, context, reads, read_bytes, read_time,
       writes, write_bytes, write_time, extends, hits, evictions, fsyncs
  FROM pg_stat_io
 WHERE backend_type IN ('client backend', 'autovacuum worker', 'background worker', 'background writer', 'checkpointer', 'walsender', 'walwriter')
 ORDER BY backend_type, object, context;
