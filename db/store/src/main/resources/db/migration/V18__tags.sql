-- What an admin says of an agent, so that questions can be about all databases, or about production.

ALTER TABLE agents ADD COLUMN tags jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(tags) = 'object');

COMMENT ON COLUMN agents.tags IS 'Names and values, all text, as {"env": "prod"}; only an admin changes them.';
COMMENT ON COLUMN agents.agent_group IS 'Whose retention policies hold for it; questions may be about a group.';
