-- What conversations have to do with each other; each pair is there from both sides.
CREATE TABLE conversation_link (
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    other_id {id} NOT NULL REFERENCES conversation (id),
    kind {text} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (conversation_id, other_id, kind)
);
