-- Which server a database is of: PostgreSQL is watched and asked, MySQL and MariaDB are asked the user's own queries.
ALTER TABLE database_target ADD COLUMN type text NOT NULL DEFAULT 'postgresql' CHECK (type IN ('postgresql', 'mysql', 'mariadb'));
ALTER TABLE database_target ADD CHECK (type = 'postgresql' OR (NOT statistics AND log_files IS NULL));
ALTER TABLE database_test ADD COLUMN type text NOT NULL DEFAULT 'postgresql' CHECK (type IN ('postgresql', 'mysql', 'mariadb'));
