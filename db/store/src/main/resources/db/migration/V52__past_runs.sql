-- What jobs did is found from the newest on, however rare it is what is asked for: a job, a state, a host, or some of these.
CREATE INDEX ON job_runs (job, started_at DESC);
CREATE INDEX ON job_runs (agent, job, started_at DESC);
CREATE INDEX ON job_runs (state, started_at DESC) WHERE state <> 'COMPLETED';
CREATE INDEX ON job_runs (agent, state, started_at DESC) WHERE state <> 'COMPLETED';
