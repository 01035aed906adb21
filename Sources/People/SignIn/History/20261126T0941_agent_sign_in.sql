CREATE TABLE agent_sign_in (
    id {id} PRIMARY KEY,
    agent_id {id} NOT NULL REFERENCES agent (id),
    happened_at {time} NOT NULL,
    outcome {text} NOT NULL,
    method {text} NOT NULL,
    address {text},
    browser {text} NOT NULL,
    platform {text} NOT NULL
);

CREATE INDEX agent_sign_in_by_agent ON agent_sign_in (agent_id, id);

CREATE INDEX agent_sign_in_by_time ON agent_sign_in (happened_at);
