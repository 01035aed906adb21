CREATE TABLE conversation (
    id {id} PRIMARY KEY,
    reference {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    channel {text} NOT NULL,
    topic {text} NOT NULL,
    subject {text} NOT NULL,
    locale {text} NOT NULL,
    status {text} NOT NULL,
    customer_id {id} NOT NULL REFERENCES customer (id),
    agent_id {id} REFERENCES agent (id),
    -- The client's own id of opening it: opening twice is opening once.
    client_id {bytes},
    last_seq {int} NOT NULL,
    last_note_seq {int} NOT NULL,
    customer_read_seq {int} NOT NULL,
    agent_read_seq {int} NOT NULL,
    queued_at {time},
    assigned_at {time},
    resolved_at {time},
    rating {int},
    rating_comment {text},
    preview {text} NOT NULL,
    preview_author {text},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE UNIQUE INDEX conversation_by_client_id ON conversation (customer_id, client_id);

CREATE INDEX conversation_by_customer ON conversation (customer_id, updated_at, id);

CREATE INDEX conversation_by_agent ON conversation (agent_id, status, updated_at, id);

CREATE INDEX conversation_by_status ON conversation (status, updated_at, id);

CREATE INDEX conversation_by_queue ON conversation (queued_at, id) WHERE status = 'queued';

CREATE INDEX conversation_by_assignment ON conversation (assigned_at);
