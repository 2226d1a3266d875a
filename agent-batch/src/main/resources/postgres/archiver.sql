-- Whether WAL is archived, from pg_stat_archiver.
-- every   60s
-- scope   server
-- counter archived postgresql.archiver.archived {file} WAL files that were archived.
-- counter failed   postgresql.archiver.failed   {file} Attempts that failed.
-- gauge   failing  postgresql.archiver.failing  1      1: the last attempt failed.
-- gauge   age      postgresql.archiver.age      s      Time since a file was archived.
SELECT archived_count AS archived, failed_count AS failed,
       coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)::int AS failing,
       extract(epoch FROM now() - last_archived_time) AS age
  FROM pg_stat_archiver;
