-- One row, once it was set; the secret is sealed under the installation's key.
CREATE TABLE openid_provider (
    id {int} PRIMARY KEY,
    name {text} NOT NULL,
    issuer {text} NOT NULL,
    client_id {text} NOT NULL,
    client_secret {bytes},
    scopes {json} NOT NULL,
    role_claim {text} NOT NULL,
    roles {json} NOT NULL,
    links_verified_email {bool} NOT NULL,
    creates_agents {bool} NOT NULL,
    trusted_methods {json} NOT NULL,
    updated_at {time} NOT NULL
);

-- Who an agent is to a provider.
CREATE TABLE agent_openid (
    issuer {text} NOT NULL,
    subject {text} NOT NULL,
    agent_id {id} NOT NULL REFERENCES agent (id),
    linked_at {time} NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX agent_openid_by_agent ON agent_openid (agent_id);

-- Somebody on the way to the provider and back; with an agent once only their second factor is missing.
CREATE TABLE openid_attempt (
    browser_digest {bytes} PRIMARY KEY,
    state_digest {bytes} NOT NULL,
    agent_id {id} REFERENCES agent (id),
    expires_at {time} NOT NULL
);

CREATE INDEX openid_attempt_by_expiry ON openid_attempt (expires_at);
