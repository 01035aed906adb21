-- Lists that agents have put together, for themselves or for everybody.
CREATE TABLE saved_filter (
    id {id} PRIMARY KEY,
    agent_id {id} NOT NULL REFERENCES agent (id),
    name {text} NOT NULL,
    is_shared {bool} NOT NULL,
    filter {json} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE INDEX saved_filter_by_agent ON saved_filter (agent_id);
