-- What a run was like inside, as its agent told at its end; and how it keeps to its schedule while it goes on.
ALTER TABLE job_runs
    ADD COLUMN due_at        timestamptz,
    ADD COLUMN last_visit_at timestamptz,
    ADD COLUMN detail        text;

COMMENT ON COLUMN job_runs.due_at IS 'When its newest visit was due, by the agent''s clock. Null: it visits nobody, or none was due yet.';
COMMENT ON COLUMN job_runs.last_visit_at IS 'When its newest visit was over and on the agent''s disk, by the agent''s clock.';
COMMENT ON COLUMN job_runs.detail IS 'Its steps as JSON; null: it has not ended, or nobody told.';

CREATE INDEX ON job_runs (started_at DESC);
