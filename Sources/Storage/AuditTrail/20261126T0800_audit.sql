-- Who saw and did what. A deed is written to audit_pending in the transaction of the deed itself, where none waits for
-- another; soon after, one node at a time moves what is there to audit_entry, numbered without gaps, each entry with the
-- hash of the one before.
CREATE TABLE audit_pending (
    id {id} PRIMARY KEY,
    happened_at {time} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {text},
    actor_name {text} NOT NULL,
    address {text},
    action {text} NOT NULL,
    subject_kind {text} NOT NULL,
    subject_id {text},
    details {json} NOT NULL
);

CREATE TABLE audit_entry (
    seq {int} PRIMARY KEY,
    happened_at {time} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {text},
    actor_name {text} NOT NULL,
    address {text},
    action {text} NOT NULL,
    subject_kind {text} NOT NULL,
    subject_id {text},
    details {json} NOT NULL,
    previous_hash {bytes} NOT NULL,
    hash {bytes} NOT NULL
);

-- Whether somebody has seen something lately.
CREATE INDEX audit_entry_by_subject ON audit_entry (subject_id, actor_id, action, happened_at);

-- One row: the number and hash of the last entry. Whoever adds entries holds it until they are on disk.
CREATE TABLE audit_head (
    id {int} PRIMARY KEY,
    seq {int} NOT NULL,
    hash {bytes} NOT NULL
);

-- Entries are added and never changed. This keeps honest programs from it; what somebody does who can take the triggers
-- away is found by `switchboard audit verify`.
-- only sqlite
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_entry_keeps BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit_entry is append-only');
END;

CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit_entry is append-only');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'audit_entry is append-only');
END;
-- end
-- only postgres
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is append-only';
END
$$;

CREATE TRIGGER audit_entry_keeps BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse();

CREATE TRIGGER audit_entry_stays BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse();
-- end
