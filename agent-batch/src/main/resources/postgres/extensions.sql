-- The extensions of this database, and the version of each that the server has.
-- every    10m
-- document postgresql.server
-- field    name      Of the extension.
-- field    version   That is in use.
-- field    available That the server has; where it is another one, ALTER EXTENSION ... UPDATE takes it.
-- field    schema    Where its objects are.
SELECT e.extname AS name, e.extversion AS version, a.default_version AS available, n.nspname AS schema
  FROM pg_extension e
  JOIN pg_namespace n ON n.oid = e.extnamespace
  LEFT JOIN pg_available_extensions a ON a.name = e.extname
 ORDER BY e.extname
 LIMIT 200;
