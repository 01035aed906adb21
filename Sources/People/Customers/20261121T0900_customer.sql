CREATE TABLE customer (
    id {id} PRIMARY KEY,
    uid {text} UNIQUE,
    name {text},
    email {text},
    locale {text} NOT NULL,
    tier {text},
    identity_level {text},
    attributes {json} NOT NULL,
    -- The verified customer that a guest became; the guest's id stays known to old links.
    merged_into {id} REFERENCES customer (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE TABLE customer_session (
    token_digest {bytes} PRIMARY KEY,
    customer_id {id} NOT NULL REFERENCES customer (id),
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL
);

CREATE INDEX customer_session_by_customer ON customer_session (customer_id);

CREATE INDEX customer_session_by_expiry ON customer_session (expires_at);

-- Identity tokens that were accepted: each `jti` counts once.
CREATE TABLE identity_token_use (
    jti {text} PRIMARY KEY,
    customer_id {id} NOT NULL REFERENCES customer (id),
    expires_at {time} NOT NULL
);

CREATE INDEX identity_token_use_by_expiry ON identity_token_use (expires_at);
