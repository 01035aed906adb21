-- What happened and somebody else must hear of; written in the transaction in which it happened, deleted when heard.
CREATE TABLE outbox_event (
    id {id} PRIMARY KEY,
    name {text} NOT NULL,
    payload {json} NOT NULL,
    attempts {int} NOT NULL,
    due_at {time} NOT NULL,
    last_error {text},
    created_at {time} NOT NULL
);

CREATE INDEX outbox_event_by_due ON outbox_event (due_at, id);
