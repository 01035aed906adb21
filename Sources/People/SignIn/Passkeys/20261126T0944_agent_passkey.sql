CREATE TABLE agent_passkey (
    -- The credential's id, as the authenticator chose it.
    credential_id {bytes} PRIMARY KEY,
    agent_id {id} NOT NULL REFERENCES agent (id),
    name {text} NOT NULL,
    -- The host that it is for.
    relying_party {text} NOT NULL,
    -- As COSE numbers it.
    algorithm {int} NOT NULL,
    public_key {bytes} NOT NULL,
    sign_count {int} NOT NULL,
    created_at {time} NOT NULL,
    used_at {time}
);

CREATE INDEX agent_passkey_by_agent ON agent_passkey (agent_id, created_at);

CREATE TABLE passkey_challenge (
    challenge {bytes} PRIMARY KEY,
    -- Who registers; nobody is known yet while somebody signs in.
    agent_id {id} REFERENCES agent (id),
    expires_at {time} NOT NULL
);

CREATE INDEX passkey_challenge_by_expiry ON passkey_challenge (expires_at);
