-- What each database does, from pg_stat_database.
-- every   60s
-- scope   server
-- label   database       Name of the database.
-- gauge   backends       postgresql.backends         {session}     Sessions that are connected.
-- counter commits        postgresql.commits          {transaction} Transactions that were committed.
-- counter rollbacks      postgresql.rollbacks        {transaction} Transactions that were rolled back.
-- counter blks_hit       postgresql.blks_hit         {block}       Blocks that were found in shared buffers.
-- counter blks_read      postgresql.blks_read        {block}       Blocks that were not, and were read.
-- counter blk_read_time  postgresql.blk_read_time    ms            Time that reading took, while track_io_timing is on.
-- counter blk_write_time postgresql.blk_write_time   ms            Time that writing took, while track_io_timing is on.
-- counter tup_returned   postgresql.tup_returned     {row}         Rows that scans passed.
-- counter tup_fetched    postgresql.tup_fetched      {row}         Rows that index scans fetched.
-- counter tup_inserted   postgresql.tup_inserted     {row}         Rows that were inserted.
-- counter tup_updated    postgresql.tup_updated      {row}         Rows that were updated.
-- counter tup_deleted    postgresql.tup_deleted      {row}         Rows that were deleted.
-- counter conflicts      postgresql.conflicts        {query}       Queries that recovery cancelled.
-- counter deadlocks      postgresql.deadlocks        {deadlock}    Deadlocks.
-- counter temp_files     postgresql.temp_files       {file}        Temporary files that queries wrote.
-- counter temp_bytes     postgresql.temp.io          By            What they wrote into these.
SELECT datname AS database, numbackends AS backends,
       xact_commit AS commits, xact_rollback AS rollbacks,
       blks_hit, blks_read, blk_read_time, blk_write_time,
       tup_returned, tup_fetched, tup_inserted, tup_updated, tup_deleted,
       conflicts, deadlocks, temp_files, temp_bytes
  FROM pg_stat_database
 WHERE datname IS NOT NULL AND datname NOT IN ('template0', 'template1')
 ORDER BY xact_commit DESC
 LIMIT 100;
