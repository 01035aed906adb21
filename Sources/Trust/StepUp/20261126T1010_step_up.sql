-- That a customer was asked to prove who they are, in one conversation, for one purpose. What they answered is nowhere.
CREATE TABLE step_up (
    id {id} PRIMARY KEY,
    conversation_id {id} NOT NULL,
    customer_id {id} NOT NULL REFERENCES customer (id),
    purpose {text} NOT NULL,
    method {text} NOT NULL,
    required_level {text},
    asked_by {id} NOT NULL REFERENCES agent (id),
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

CREATE INDEX step_up_by_conversation ON step_up (conversation_id, created_at);

-- What an account had within a day.
CREATE INDEX step_up_by_customer ON step_up (customer_id, created_at);

-- One at a time is asked for.
CREATE UNIQUE INDEX step_up_waiting ON step_up (conversation_id) WHERE status = 'waiting';
