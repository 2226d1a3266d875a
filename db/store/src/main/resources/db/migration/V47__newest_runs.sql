-- The newest run of each job of each agent is found from job to job, and not by reading all runs of a start.
CREATE INDEX ON job_runs (agent, boot, job, started_at DESC, execution DESC);
