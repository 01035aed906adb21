-- The keys of fields, one an owner, each under a key that the database does not have: docs/encryption.md.
CREATE TABLE data_key (
    -- A customer's, conversation's or agent's id; the installation has a name instead.
    owner_id {bytes} PRIMARY KEY,
    -- What kind of owner, such as cnv.
    kind {text} NOT NULL,
    -- Which key protects it.
    key_id {text} NOT NULL,
    wrapped {bytes} NOT NULL
);

-- What is still under an older key.
CREATE INDEX data_key_by_key ON data_key (key_id, owner_id);
