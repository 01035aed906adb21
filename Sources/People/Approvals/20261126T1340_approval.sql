-- What needs a second person, and who asked for it. What was asked for, and what it is called in words, is sealed; the
-- former is erased once it is decided and only its hash stays.
CREATE TABLE approval (
    id {id} PRIMARY KEY,
    action {text} NOT NULL,
    requester_id {id} NOT NULL REFERENCES agent (id),
    customer_id {id} REFERENCES customer (id),
    sealed_parameters {bytes},
    parameters_hash {bytes} NOT NULL,
    sealed_about {bytes} NOT NULL,
    standing_hash {bytes} NOT NULL,
    status {text} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    decided_by {id} REFERENCES agent (id),
    decided_at {time},
    note {text} NOT NULL DEFAULT '',
    reason {text}
);

CREATE INDEX approval_by_status ON approval (status, id);

-- Which actions an admin marked.
CREATE TABLE approval_rule (
    action {text} PRIMARY KEY,
    set_by {id} REFERENCES agent (id),
    set_at {time} NOT NULL
);

-- That somebody may see contact data once, because a second person agreed.
CREATE TABLE contact_grant (
    id {id} PRIMARY KEY,
    customer_id {id} NOT NULL REFERENCES customer (id),
    agent_id {id} NOT NULL REFERENCES agent (id),
    field {text} NOT NULL,
    reason {text} NOT NULL,
    sealed_note {bytes},
    expires_at {time} NOT NULL
);

CREATE INDEX contact_grant_by_agent ON contact_grant (agent_id, customer_id, field);
