CREATE TABLE message (
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    seq {int} NOT NULL,
    kind {text} NOT NULL,
    author_type {text} NOT NULL,
    author_id {text} NOT NULL,
    author_name {text} NOT NULL,
    author_badge {text},
    body {text} NOT NULL,
    masked {json},
    attachments {json},
    card {json},
    event {json},
    client_id {bytes},
    created_at {time} NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

CREATE UNIQUE INDEX message_by_client_id ON message (conversation_id, client_id) WHERE client_id IS NOT NULL;

-- What only agents see: numbered by itself, placed by the message it follows.
CREATE TABLE note (
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    seq {int} NOT NULL,
    after_seq {int} NOT NULL,
    kind {text} NOT NULL,
    author_type {text} NOT NULL,
    author_id {text} NOT NULL,
    author_name {text} NOT NULL,
    author_badge {text},
    body {text} NOT NULL,
    masked {json},
    attachments {json},
    card {json},
    event {json},
    client_id {bytes},
    created_at {time} NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

CREATE UNIQUE INDEX note_by_client_id ON note (conversation_id, client_id) WHERE client_id IS NOT NULL;
