-- Lines of logs are searched, paged through, and read as they come.

-- A line's number tells lines of the same moment apart. The transaction that wrote it tells a reader what is new: numbers
-- are given before a transaction commits, so one that is lower may be seen later; what a snapshot did not see and another
-- does is exactly what was written between the two. Lines that are there already have neither, and are not rewritten.
CREATE SEQUENCE log_line_number CACHE 64;
ALTER TABLE log_line ADD COLUMN number bigint NOT NULL DEFAULT 0, ADD COLUMN xid xid8 NOT NULL DEFAULT '0';
ALTER TABLE log_line
    ALTER COLUMN number SET DEFAULT nextval('log_line_number'),
    ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
ALTER SEQUENCE log_line_number OWNED BY log_line.number;

COMMENT ON COLUMN log_line.number IS 'Tells lines of one moment apart; 0: it came before there were numbers.';
COMMENT ON COLUMN log_line.xid IS 'The transaction that wrote it; 0: it came before this was noted.';

-- The newest of a stretch of time, of all hosts; those that tell of trouble; those that are new. The one by agent and
-- moment is there already.
DROP INDEX log_line_at_idx;
CREATE INDEX ON log_line (at);
CREATE INDEX ON log_line (at) WHERE severity IN ('WARN', 'ERROR', 'FATAL');
CREATE INDEX ON log_line (xid);
