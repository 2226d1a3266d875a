-- When a job visits next, why it does not visit now, and how long its visits take.
ALTER TABLE job_runs
    ADD COLUMN next_visit_at timestamptz,
    ADD COLUMN rest          text,
    ADD COLUMN took_seconds  float8,
    ADD COLUMN usual_seconds float8;

COMMENT ON COLUMN job_runs.next_visit_at IS 'By the agent''s clock. Null: none is to come, or it does not tell.';
COMMENT ON COLUMN job_runs.rest IS 'Why visits are not asked for now: paused, hours. Null: they are.';
COMMENT ON COLUMN job_runs.took_seconds IS 'How long the newest visit took. Null: it goes on, or there was none.';
COMMENT ON COLUMN job_runs.usual_seconds IS 'How long visits before it took. Null: too few to tell.';
