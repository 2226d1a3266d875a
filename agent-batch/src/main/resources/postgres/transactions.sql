-- The oldest of what keeps vacuum from its work, and others waiting.
-- every   60s
-- scope   server
-- gauge   oldest          postgresql.transaction.oldest      s             Age of the oldest transaction.
-- gauge   oldest_idle     postgresql.transaction.oldest_idle s             Age of the oldest transaction whose session does nothing.
-- gauge   oldest_xmin     postgresql.transaction.oldest_xmin {transaction} How many transactions ago the oldest snapshot was taken that somebody still needs.
-- gauge   prepared        postgresql.transaction.prepared    {transaction} Prepared transactions.
-- gauge   oldest_prepared postgresql.transaction.oldest_prepared s         Age of the oldest prepared transaction.
SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) AS oldest,
       coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)) FILTER (WHERE state LIKE 'idle in%'), 0) AS oldest_idle,
       coalesce(max(age(backend_xmin)), 0) AS oldest_xmin,
       (SELECT count(*) FROM pg_prepared_xacts) AS prepared,
       (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - prepared)), 0) FROM pg_prepared_xacts) AS oldest_prepared
  FROM pg_stat_activity
 WHERE pid <> pg_backend_pid() AND backend_type NOT IN ('walsender');
