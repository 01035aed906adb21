CREATE TABLE attachment (
    id {id} PRIMARY KEY,
    -- Whoever uploaded it; it is theirs alone until it is sent.
    uploader {text} NOT NULL,
    conversation_id {id} REFERENCES conversation (id),
    digest {bytes} NOT NULL,
    name {text} NOT NULL,
    size {int} NOT NULL,
    media_type {text} NOT NULL,
    created_at {time} NOT NULL
);

CREATE INDEX attachment_by_conversation ON attachment (conversation_id);
