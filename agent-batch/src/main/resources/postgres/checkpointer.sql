-- Checkpoints and restart points, from pg_stat_checkpointer.
-- every   60s
-- scope   server
-- min     17
-- counter timed         postgresql.bgwriter.checkpoint.count{type=scheduled} {checkpoint} Checkpoints that were due.
-- counter requested     postgresql.bgwriter.checkpoint.count{type=requested} {checkpoint} Checkpoints that somebody or much WAL asked for.
-- counter write_time    postgresql.bgwriter.duration{type=write} ms Time that checkpoints wrote.
-- counter sync_time     postgresql.bgwriter.duration{type=sync} ms Time that checkpoints synced.
-- counter checkpoints   postgresql.bgwriter.buffers.writes{source=checkpoints} {buffer} Buffers that checkpoints wrote.
-- counter restartpoints postgresql.restartpoints {restartpoint} Restart points that a standby has done.
SELECT num_timed AS timed, num_requested AS requested, write_time, sync_time,
       buffers_written AS checkpoints, restartpoints_done AS restartpoints
  FROM pg_stat_checkpointer;
