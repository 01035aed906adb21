-- A program that makes agents and switches them off; of its token only the hash is kept.
CREATE TABLE provisioning_token (
    id {id} PRIMARY KEY,
    name {text} NOT NULL,
    token_digest {bytes} NOT NULL UNIQUE,
    created_by {id} NOT NULL REFERENCES agent (id),
    created_at {time} NOT NULL,
    used_at {time}
);

-- What such a program calls an agent; one that it has deleted is switched off and hidden from it.
CREATE TABLE agent_provisioning (
    agent_id {id} PRIMARY KEY REFERENCES agent (id),
    user_name {text} NOT NULL,
    -- In lower case: user names are compared so.
    user_name_key {text} NOT NULL UNIQUE,
    external_id {text},
    deleted_at {time}
);

CREATE INDEX agent_provisioning_by_external_id ON agent_provisioning (external_id);
