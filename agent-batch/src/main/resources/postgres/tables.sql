-- The tables of this database that are largest, or have most dead rows: their rows, vacuums and age. Sizes are those of the last vacuum or analyze, so that no lock is waited for.
-- every    5m
-- document postgresql.tables
-- label    schema            Its schema.
-- label    table             Its name.
-- gauge    size              postgresql.table.size           By            Its size without indexes and TOAST.
-- gauge    live              postgresql.rows{state=live}     {row}         Rows.
-- gauge    dead              postgresql.rows{state=dead}     {row}         Rows that are dead and not yet vacuumed.
-- counter  seq_scan          postgresql.sequential_scans     {scan}        Scans of all of it.
-- counter  seq_tup_read      postgresql.table.seq_tup_read   {row}         Rows that these read.
-- counter  idx_scan          postgresql.table.idx_scan       {scan}        Scans of its indexes.
-- counter  inserted          postgresql.operations{operation=ins}     {row} Rows that were inserted.
-- counter  updated           postgresql.operations{operation=upd}     {row} Rows that were updated.
-- counter  hot_updated       postgresql.operations{operation=hot_upd} {row} Rows that were updated without a new index entry.
-- counter  deleted           postgresql.operations{operation=del}     {row} Rows that were deleted.
-- counter  vacuums           postgresql.table.vacuum.count   {vacuum}      Vacuums, by hand or by autovacuum.
-- counter  analyzes          postgresql.table.analyze.count  {analyze}     Analyzes, by hand or by autovacuum.
-- gauge    xid_age           postgresql.table.xid_age        {transaction} Transactions since its oldest row was frozen.
-- gauge    modified          postgresql.table.modified       {row}         Rows that changed since the last analyze.
-- field    last_vacuum       When it was vacuumed.
-- field    last_analyze      When it was analyzed.
-- field    vacuum_at         So many dead rows make autovacuum come.
-- field    autovacuum        Whether it is on for this table.
SELECT n.nspname AS schema, c.relname AS table,
       c.relpages::bigint * current_setting('block_size')::bigint AS size,
       s.n_live_tup AS live, s.n_dead_tup AS dead,
       s.seq_scan, s.seq_tup_read, s.idx_scan,
       s.n_tup_ins AS inserted, s.n_tup_upd AS updated, s.n_tup_hot_upd AS hot_updated, s.n_tup_del AS deleted,
       s.vacuum_count + s.autovacuum_count AS vacuums, s.analyze_count + s.autoanalyze_count AS analyzes,
       age(c.relfrozenxid) AS xid_age, s.n_mod_since_analyze AS modified,
       greatest(s.last_vacuum, s.last_autovacuum) AS last_vacuum,
       greatest(s.last_analyze, s.last_autoanalyze) AS last_analyze,
       round(current_setting('autovacuum_vacuum_threshold')::numeric
             + current_setting('autovacuum_vacuum_scale_factor')::numeric * greatest(c.reltuples, 0)::numeric) AS vacuum_at,
       current_setting('autovacuum')::bool
         AND NOT coalesce(c.reloptions::text[] && ARRAY['autovacuum_enabled=false', 'autovacuum_enabled=off'], false) AS autovacuum
  FROM (SELECT relid FROM (SELECT s.relid FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
                            ORDER BY c.relpages DESC LIMIT 60) AS largest
         UNION
        SELECT relid FROM (SELECT relid FROM pg_stat_user_tables WHERE n_dead_tup > 0
                            ORDER BY n_dead_tup DESC LIMIT 40) AS deadest
         UNION
        SELECT relid FROM (SELECT s.relid FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
                            WHERE c.relfrozenxid <> '0' ORDER BY age(c.relfrozenxid) DESC LIMIT 10) AS oldest) AS chosen
  JOIN pg_stat_user_tables s USING (relid)
  JOIN pg_class c ON c.oid = relid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 ORDER BY c.relpages DESC, n.nspname, c.relname;
