CREATE TABLE team (
    id {id} PRIMARY KEY,
    name {text} NOT NULL UNIQUE,
    -- Null when somebody is always there.
    hours {json},
    outside_hours {text} NOT NULL,
    replies_within_ms {int} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE TABLE team_member (
    team_id {id} NOT NULL REFERENCES team (id),
    agent_id {id} NOT NULL REFERENCES agent (id),
    PRIMARY KEY (team_id, agent_id)
);

CREATE INDEX team_member_by_agent ON team_member (agent_id);
