-- The assistant asks too, where a queue wants it: nobody has asked by hand then.
ALTER TABLE step_up RENAME TO step_up_before;

CREATE TABLE step_up (
    id {id} PRIMARY KEY,
    conversation_id {id} NOT NULL,
    customer_id {id} NOT NULL REFERENCES customer (id),
    purpose {text} NOT NULL,
    method {text} NOT NULL,
    required_level {text},
    -- Null for the assistant.
    asked_by {id} REFERENCES agent (id),
    -- What the two hashes below are keyed with, sealed.
    secret {bytes} NOT NULL,
    identity_hash {bytes} NOT NULL,
    code_hash {bytes},
    status {text} NOT NULL,
    attempts {int} NOT NULL,
    sends {int} NOT NULL,
    last_sent_at {time},
    sent_to {text},
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    decided_at {time},
    valid_until {time}
);

INSERT INTO step_up (id, conversation_id, customer_id, purpose, method, required_level, asked_by, secret, identity_hash,
    code_hash, status, attempts, sends, last_sent_at, sent_to, created_at, expires_at, decided_at, valid_until)
SELECT id, conversation_id, customer_id, purpose, method, required_level, asked_by, secret, identity_hash,
    code_hash, status, attempts, sends, last_sent_at, sent_to, created_at, expires_at, decided_at, valid_until
FROM step_up_before;

DROP TABLE step_up_before;

CREATE INDEX step_up_by_conversation ON step_up (conversation_id, created_at);

-- What an account had within a day.
CREATE INDEX step_up_by_customer ON step_up (customer_id, created_at);

-- One at a time is asked for.
CREATE UNIQUE INDEX step_up_waiting ON step_up (conversation_id) WHERE status = 'waiting';
