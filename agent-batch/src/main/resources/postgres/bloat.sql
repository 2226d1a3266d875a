-- How much of each large table and B-tree is likely empty: its pages, against those that its rows would need by the statistics of their columns. An estimate, without extensions and without reading any row; only of what was analyzed, and whose statistics the role may see.
-- every    1h
-- document postgresql.tables
-- label    schema   Its schema.
-- label    relation Its name.
-- label    type     table or index.
-- gauge    size     postgresql.bloat.size     By Its size, as of the last vacuum.
-- gauge    bloat    postgresql.bloat.wasted   By What could be had back by writing it anew.
-- field    ratio    bloat / size
WITH width AS (
  SELECT a.attrelid, a.attnum, coalesce((1 - s.null_frac) * s.avg_width, 0) AS bytes
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname AND NOT s.inherited
   WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'm') AND c.relpages > 16 AND c.reltuples > 0
     AND n.nspname NOT IN ('pg_catalog', 'information_schema')),
needed AS (
  SELECT c.oid, 'table' AS type, c.relpages, c.relnamespace, c.relname,
         -- a page has a head of 24 bytes, a row has one of 24 and a pointer of 4, and fills whole words
         ceil(c.reltuples * (28 + 8 * ceil(sum(w.bytes) / 8))
              / ((current_setting('block_size')::float8 - 24)
                 * coalesce((SELECT option_value::float8 FROM pg_options_to_table(c.reloptions) WHERE option_name = 'fillfactor'), 100) / 100)) AS pages
    FROM pg_class c
    JOIN width w ON w.attrelid = c.oid
   GROUP BY c.oid, c.relpages, c.relnamespace, c.relname, c.reltuples, c.reloptions
   UNION ALL
  SELECT c.oid, 'index', c.relpages, c.relnamespace, c.relname,
         -- a page ends in 16 bytes of its own, an entry has a head of 8 and a pointer of 4
         1 + ceil(c.reltuples * (12 + 8 * ceil(sum(w.bytes) / 8))
              / ((current_setting('block_size')::float8 - 40)
                 * coalesce((SELECT option_value::float8 FROM pg_options_to_table(c.reloptions) WHERE option_name = 'fillfactor'), 90) / 100))
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am am ON am.oid = c.relam AND am.amname = 'btree'
    JOIN width w ON w.attrelid = i.indrelid AND w.attnum = ANY (i.indkey)
   WHERE i.indexprs IS NULL AND c.relpages > 16 AND c.reltuples > 0
   GROUP BY c.oid, c.relpages, c.relnamespace, c.relname, c.reltuples, c.reloptions)
SELECT n.nspname AS schema, needed.relname AS relation, needed.type,
       relpages::bigint * current_setting('block_size')::bigint AS size,
       (greatest(relpages - pages, 0) * current_setting('block_size')::bigint)::bigint AS bloat,
       round((greatest(relpages - pages, 0) / relpages)::numeric, 3) AS ratio
  FROM needed
  JOIN pg_namespace n ON n.oid = needed.relnamespace
 ORDER BY greatest(relpages - pages, 0) DESC, n.nspname, needed.relname
 LIMIT 50;
