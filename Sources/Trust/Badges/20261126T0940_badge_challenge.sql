-- The codes by which customers ask whether an agent is real; kept for a month, so that a late one is told what it was.
CREATE TABLE badge_challenge (
    id {id} PRIMARY KEY,
    -- The code itself is nowhere.
    digest {bytes} NOT NULL UNIQUE,
    -- In which conversation; it may be gone before this is.
    conversation {text} NOT NULL,
    reference {text} NOT NULL,
    customer_id {id} NOT NULL,
    agent_id {id} NOT NULL REFERENCES agent (id),
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    used_at {time}
);

CREATE INDEX badge_challenge_by_conversation ON badge_challenge (conversation, created_at);
CREATE INDEX badge_challenge_by_created_at ON badge_challenge (created_at);
