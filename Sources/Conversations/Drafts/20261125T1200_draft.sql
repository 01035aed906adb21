-- What an agent has written and not sent: one text for the customer and one note a conversation.
CREATE TABLE draft (
    agent_id {id} NOT NULL REFERENCES agent (id),
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    kind {text} NOT NULL,
    body {text} NOT NULL,
    -- Grows with each change: who changes an older one is told the newer one.
    version {int} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (agent_id, conversation_id, kind)
);

CREATE INDEX draft_by_agent ON draft (agent_id, updated_at);
