-- Since when an agent uses a set: who has new ones all the time is told so, and who has had many over the years is not.

ALTER TABLE agent_sets ADD COLUMN since timestamptz NOT NULL DEFAULT now();

COMMENT ON TABLE agent_sets IS 'Which sets an agent has used, as long as anything is kept that may be of them.';
