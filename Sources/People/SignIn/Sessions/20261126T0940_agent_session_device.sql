ALTER TABLE agent_session ADD COLUMN browser {text} NOT NULL DEFAULT '';

ALTER TABLE agent_session ADD COLUMN platform {text} NOT NULL DEFAULT '';

-- The address that the last request came from.
ALTER TABLE agent_session ADD COLUMN address {text};

-- How its owner proved who they are.
ALTER TABLE agent_session ADD COLUMN method {text} NOT NULL DEFAULT 'password';

ALTER TABLE agent_session ADD COLUMN seen_at {time} NOT NULL DEFAULT 0;
