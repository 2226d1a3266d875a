-- How large each database is.
-- every   10m
-- scope   server
-- label   database   Name of the database.
-- gauge   size       postgresql.db_size By Its size on disk.
SELECT datname AS database, pg_database_size(oid) AS size
  FROM pg_database
 WHERE datallowconn AND datname NOT IN ('template1')
   AND (has_database_privilege(oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE'))
 ORDER BY datname
 LIMIT 100;
