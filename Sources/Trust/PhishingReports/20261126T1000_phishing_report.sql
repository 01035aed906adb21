-- What customers were sent in our name and told us of, one row for everybody who was sent the same.
CREATE TABLE phishing_report (
    id {id} PRIMARY KEY,
    kind {text} NOT NULL,
    -- What it is recognised by, whatever its writing.
    match_key {text} NOT NULL UNIQUE,
    subject {text} NOT NULL,
    status {text} NOT NULL,
    count {int} NOT NULL,
    first_reported_at {time} NOT NULL,
    last_reported_at {time} NOT NULL,
    note {text},
    decided_by {id} REFERENCES agent (id),
    decided_at {time},
    warning_address {text},
    warned_at {time}
);

CREATE INDEX phishing_report_by_status ON phishing_report (status, last_reported_at, id);

CREATE TABLE phishing_sighting (
    id {id} PRIMARY KEY,
    phishing_report_id {id} NOT NULL REFERENCES phishing_report (id),
    source {text} NOT NULL,
    conversation {text},
    reference {text},
    seq {int},
    comment {text} NOT NULL,
    -- A signed-in customer tells of a fake once; null for anybody else.
    customer_id {id},
    agent_id {id},
    created_at {time} NOT NULL
);

CREATE UNIQUE INDEX phishing_sighting_by_customer ON phishing_sighting (phishing_report_id, customer_id);
