-- For PostgreSQL 18, database shop: as a superuser, in that database.

-- The role, where it is not there yet; \password pulsefleet in psql sets its password.
DO $$ BEGIN CREATE ROLE pulsefleet LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT CONNECT ON DATABASE shop TO pulsefleet;

-- What others do, their statements, all sizes. This is all that is needed.
GRANT pg_read_all_stats TO pulsefleet;

-- What statements cost. It must stand in shared_preload_libraries, which takes a restart.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

-- If you like, no more than to see in which file a setting stands:
-- GRANT pg_read_all_settings TO pulsefleet;
-- If you like, for estimates of bloat; it may then read all tables:
-- GRANT pg_read_all_data TO pulsefleet;
