-- The server's settings that are not its defaults, and those that wait for a restart. What may hold a password is not told.
-- every    10m
-- document postgresql.settings
-- field    name            Of the setting.
-- field    setting         Its value.
-- field    unit            Of the value.
-- field    source          Where it was set.
-- field    sourcefile      In which file; superusers and pg_read_all_settings see it.
-- field    boot_val        Its default.
-- field    pending_restart Whether another value waits for a restart.
SELECT name,
       CASE WHEN name IN ('primary_conninfo', 'archive_command', 'restore_command', 'archive_cleanup_command', 'recovery_end_command',
                          'ssl_passphrase_command') AND setting <> '' THEN '(not told)' ELSE left(setting, 1000) END AS setting,
       unit, source, sourcefile, boot_val, pending_restart
  FROM pg_settings
 WHERE (source NOT IN ('default', 'override', 'client', 'session') AND category <> 'Customized Options'
        AND setting IS DISTINCT FROM boot_val) OR pending_restart
 ORDER BY name
 LIMIT 500;
