-- What the background writer writes, from pg_stat_bgwriter.
-- every   60s
-- scope   server
-- min     17
-- counter bgwriter      postgresql.bgwriter.buffers.writes{source=bgwriter} {buffer} Buffers that the background writer wrote.
-- counter allocated     postgresql.bgwriter.buffers.allocated {buffer} Buffers that were allocated.
-- counter maxwritten    postgresql.bgwriter.maxwritten {round} Rounds that the background writer broke off because it had written enough.
SELECT buffers_clean AS bgwriter, buffers_alloc AS allocated, maxwritten_clean AS maxwritten
  FROM pg_stat_bgwriter;
