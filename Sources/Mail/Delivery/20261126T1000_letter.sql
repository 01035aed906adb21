-- Letters that wait to be sent, and that earlier ones were. What one says and to whom stands here only for as long as it
-- waits: it is erased in the transaction that settles it.
CREATE TABLE letter (
    id {id} PRIMARY KEY,
    -- A stable word for why it was written.
    purpose {text} NOT NULL,
    state {text} NOT NULL,
    message_id {text} NOT NULL UNIQUE,
    -- Sealed under the installation's key.
    contents {bytes},
    -- The code of why the last attempt failed, or why it was given up.
    last_error {text},
    expires_at {time} NOT NULL,
    created_at {time} NOT NULL,
    settled_at {time}
);

CREATE INDEX letter_by_state ON letter (state, created_at);
