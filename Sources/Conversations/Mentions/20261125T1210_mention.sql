-- Whom a note names with @, and whether they have seen it.
CREATE TABLE mention (
    agent_id {id} NOT NULL REFERENCES agent (id),
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    note_seq {int} NOT NULL,
    created_at {time} NOT NULL,
    read_at {time},
    PRIMARY KEY (agent_id, conversation_id, note_seq)
);

CREATE INDEX mention_by_agent ON mention (agent_id, created_at);

-- Who wants to be told of changes.
CREATE TABLE follower (
    agent_id {id} NOT NULL REFERENCES agent (id),
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    created_at {time} NOT NULL,
    PRIMARY KEY (agent_id, conversation_id)
);
