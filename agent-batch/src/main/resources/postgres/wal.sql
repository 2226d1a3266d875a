-- What goes into WAL, from pg_stat_wal.
-- every   60s
-- scope   server
-- min     14
-- counter records      postgresql.wal.records      {record} WAL records.
-- counter fpi          postgresql.wal.fpi          {page}   Full page images: the first change of a page behind a checkpoint.
-- counter bytes        postgresql.wal.bytes        By       WAL that was made.
-- counter buffers_full postgresql.wal.buffers_full {write}  Writes because the WAL buffers were full.
SELECT wal_records AS records, wal_fpi AS fpi, wal_bytes AS bytes, wal_buffers_full AS buffers_full
  FROM pg_stat_wal;
