-- Checkpoints, and who writes buffers, from pg_stat_bgwriter.
-- every   60s
-- scope   server
-- max     16
-- counter timed         postgresql.bgwriter.checkpoint.count{type=scheduled} {checkpoint} Checkpoints that were due.
-- counter requested     postgresql.bgwriter.checkpoint.count{type=requested} {checkpoint} Checkpoints that somebody or much WAL asked for.
-- counter write_time    postgresql.bgwriter.duration{type=write} ms Time that checkpoints wrote.
-- counter sync_time     postgresql.bgwriter.duration{type=sync} ms Time that checkpoints synced.
-- counter checkpoints   postgresql.bgwriter.buffers.writes{source=checkpoints} {buffer} Buffers that checkpoints wrote.
-- counter bgwriter      postgresql.bgwriter.buffers.writes{source=bgwriter} {buffer} Buffers that the background writer wrote.
-- counter backend       postgresql.bgwriter.buffers.writes{source=backend} {buffer} Buffers that sessions had to write themselves.
-- counter backend_fsync postgresql.bgwriter.buffers.writes{source=backend_fsync} {buffer} Syncs that sessions had to do themselves.
-- counter allocated     postgresql.bgwriter.buffers.allocated {buffer} Buffers that were allocated.
-- counter maxwritten    postgresql.bgwriter.maxwritten {round} Rounds that the background writer broke off because it had written enough.
SELECT checkpoints_timed AS timed, checkpoints_req AS requested,
       checkpoint_write_time AS write_time, checkpoint_sync_time AS sync_time,
       buffers_checkpoint AS checkpoints, buffers_clean AS bgwriter, buffers_backend AS backend,
       buffers_backend_fsync AS backend_fsync, buffers_alloc AS allocated, maxwritten_clean AS maxwritten
  FROM pg_stat_bgwriter;
