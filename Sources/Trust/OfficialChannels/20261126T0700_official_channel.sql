-- What is official: whatever is not in here at the moment is not.
CREATE TABLE official_channel (
    id {id} PRIMARY KEY,
    kind {text} NOT NULL,
    -- In the one form that all writings have in common.
    value {text} NOT NULL,
    -- A social platform or a store of apps; null for the other kinds.
    platform {text},
    -- Kind, platform and value: a channel stands once.
    match_key {text} NOT NULL UNIQUE,
    region {text},
    labels {json} NOT NULL,
    -- Paths and names of a domain that show what visitors wrote; null for the other kinds.
    user_content {json},
    valid_from {time},
    valid_until {time},
    -- Who wrote it last; null for the release's own.
    agent_id {id} REFERENCES agent (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
