-- The indexes of this database that are largest, unused, double or invalid.
-- every    30m
-- document postgresql.indexes
-- label    schema     Its schema.
-- label    table      Whose index it is.
-- label    index      Its name.
-- gauge    size       postgresql.index.size  By     Its size, as of the last vacuum.
-- counter  scans      postgresql.index.scans {scan} Scans that used it.
-- field    unused     Nobody ever used it since the statistics began, and it guards nothing.
-- field    valid      false: a CREATE INDEX CONCURRENTLY failed; it costs and serves nobody.
-- field    double_of  Another index of the same table with the same columns.
-- field    definition How it was made.
SELECT schema, "table", index, size, scans, unused, valid, double_of, definition FROM (
SELECT n.nspname AS schema, t.relname AS table, c.relname AS index,
       c.relpages::bigint * current_setting('block_size')::bigint AS size,
       coalesce(s.idx_scan, 0) AS scans,
       coalesce(s.idx_scan, 0) = 0 AND NOT i.indisunique AND NOT i.indisexclusion AND NOT i.indisreplident AS unused,
       i.indisvalid AS valid,
       (SELECT min(o.relname)
          FROM pg_index d
          JOIN pg_class o ON o.oid = d.indexrelid
         WHERE d.indrelid = i.indrelid AND d.indexrelid <> i.indexrelid AND d.indisvalid
           AND d.indkey = i.indkey AND d.indclass = i.indclass AND d.indoption = i.indoption
           AND d.indcollation = i.indcollation AND o.relam = c.relam
           AND coalesce(d.indexprs::text, '') = coalesce(i.indexprs::text, '')
           AND coalesce(d.indpred::text, '') = coalesce(i.indpred::text, '')
           AND (d.indisunique OR NOT i.indisunique)
           AND ((d.indisunique AND NOT i.indisunique) OR d.indexrelid < i.indexrelid)) AS double_of,
       left(pg_get_indexdef(i.indexrelid), 1000) AS definition
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_class t ON t.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = i.indexrelid
 WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema') AND n.nspname NOT LIKE 'pg\_temp%' AND c.relkind = 'i'
) AS index
 ORDER BY valid, double_of IS NULL, unused DESC, size DESC, schema, index.index
 LIMIT 100;
