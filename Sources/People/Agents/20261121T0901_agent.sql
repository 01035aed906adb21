CREATE TABLE agent (
    id {id} PRIMARY KEY,
    name {text} NOT NULL,
    email {text} NOT NULL UNIQUE,
    password_hash {text} NOT NULL,
    role {text} NOT NULL,
    badge {text} NOT NULL UNIQUE,
    capacity {int} NOT NULL,
    is_active {bool} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE TABLE agent_session (
    token_digest {bytes} PRIMARY KEY,
    agent_id {id} NOT NULL REFERENCES agent (id),
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL
);

CREATE INDEX agent_session_by_agent ON agent_session (agent_id);

CREATE INDEX agent_session_by_expiry ON agent_session (expires_at);

CREATE TABLE agent_presence (
    agent_id {id} PRIMARY KEY REFERENCES agent (id),
    state {text} NOT NULL,
    changed_at {time} NOT NULL
);
