package io.pulsefleet.agent.collect.postgres;

/** What {@code pg_stat_statements} tells statements apart by. */
record StatementKey(long queryid, long dbid, long userid, boolean toplevel) {}
