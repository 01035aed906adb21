-- Programs of others that are told what is announced. Address and secret are sealed with the key of the installation.
CREATE TABLE announcement_webhook (
    id {id} PRIMARY KEY,
    contents {bytes} NOT NULL,
    -- Lists; an empty one stands for all.
    kinds {json} NOT NULL,
    products {json} NOT NULL,
    created_at {time} NOT NULL,
    -- When it last took something.
    taken_at {time},
    -- Null while it is told.
    disabled_at {time}
);

-- What one was told, or is to be. The body is kept as it was written: each try sends the same.
CREATE TABLE announcement_delivery (
    id {id} PRIMARY KEY,
    announcement_webhook_id {id} NOT NULL REFERENCES announcement_webhook (id),
    announcement_id {id} NOT NULL REFERENCES announcement (id),
    type {text} NOT NULL,
    body {text} NOT NULL,
    state {text} NOT NULL,
    attempts {int} NOT NULL,
    -- What it answered last; null where it answered nothing.
    status {int},
    -- A stable word for why it was not taken.
    last_error {text},
    created_at {time} NOT NULL,
    settled_at {time}
);

CREATE INDEX announcement_delivery_by_webhook ON announcement_delivery (announcement_webhook_id, id);
CREATE INDEX announcement_delivery_by_announcement ON announcement_delivery (announcement_id, state);
