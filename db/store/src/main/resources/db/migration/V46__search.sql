-- Which jobs there are, and on which hosts, is found without reading all runs.

CREATE INDEX ON job_runs (job, agent);
