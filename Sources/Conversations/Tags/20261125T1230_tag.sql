-- Words that agents put on conversations, to find and count them by.
CREATE TABLE tag (
    name {text} PRIMARY KEY,
    created_at {time} NOT NULL
);

CREATE TABLE conversation_tag (
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    tag {text} NOT NULL REFERENCES tag (name),
    created_at {time} NOT NULL,
    PRIMARY KEY (conversation_id, tag)
);

CREATE INDEX conversation_tag_by_tag ON conversation_tag (tag, conversation_id);
