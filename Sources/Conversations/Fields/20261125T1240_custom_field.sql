-- What an installation wants to know of each conversation besides.
CREATE TABLE custom_field (
    id {id} PRIMARY KEY,
    key {text} NOT NULL UNIQUE,
    labels {json} NOT NULL,
    kind {text} NOT NULL,
    choices {json} NOT NULL,
    position {int} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE TABLE conversation_field (
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    custom_field_id {id} NOT NULL REFERENCES custom_field (id),
    value {text} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (conversation_id, custom_field_id)
);
