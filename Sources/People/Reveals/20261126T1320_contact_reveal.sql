-- Who saw which contact data of whom, and why. What was seen is not here; what was written as the reason is sealed under
-- the customer's key, and gone with it.
CREATE TABLE contact_reveal (
    id {id} PRIMARY KEY,
    customer_id {id} NOT NULL REFERENCES customer (id),
    agent_id {id} NOT NULL REFERENCES agent (id),
    field {text} NOT NULL,
    kind {text} NOT NULL,
    reason {text} NOT NULL,
    sealed_note {bytes},
    happened_at {time} NOT NULL
);

CREATE INDEX contact_reveal_by_agent ON contact_reveal (agent_id, happened_at);

CREATE INDEX contact_reveal_by_customer ON contact_reveal (customer_id, id);
