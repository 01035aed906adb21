-- How many conversations an agent has, kept as it changes: assignment must not count rows.
CREATE TABLE agent_load (
    agent_id {id} PRIMARY KEY REFERENCES agent (id),
    open_count {int} NOT NULL,
    last_assigned_at {time} NOT NULL
);
