-- Where the words of messages and notes stand, as keyed hashes: docs/decisions/0005-hashed-words.md.
CREATE TABLE message_index (
    -- The time of the entry in milliseconds, times 2^20, and a number that makes it unique: the latest is the highest.
    id {int} PRIMARY KEY,
    conversation_id {id} NOT NULL,
    is_note {bool} NOT NULL,
    -- Of the message or the note; 0 for the conversation's subject.
    seq {int} NOT NULL,
    -- Each word once, in the order of the hashes: neither how often nor in which order is kept.
    tokens {tokens} NOT NULL
);

CREATE UNIQUE INDEX message_index_by_entry ON message_index (conversation_id, is_note, seq);

-- How far each conversation is indexed.
CREATE TABLE message_index_state (
    conversation_id {id} PRIMARY KEY,
    seq {int} NOT NULL,
    note_seq {int} NOT NULL
);

-- How far the walk over all conversations has come, by their last change.
CREATE TABLE message_index_progress (
    id {int} PRIMARY KEY,
    changed_at {time} NOT NULL,
    conversation_id {id} NOT NULL
);

-- Entries whose text was changed or removed after they were written.
CREATE TABLE message_index_change (
    conversation_id {id} NOT NULL,
    is_note {bool} NOT NULL,
    seq {int} NOT NULL,
    PRIMARY KEY (conversation_id, is_note, seq)
);

-- The key of the hashes, made once; there is one row.
CREATE TABLE message_index_key (
    id {int} PRIMARY KEY,
    secret {bytes} NOT NULL
);

-- only sqlite
CREATE VIRTUAL TABLE message_token USING fts5 (
    tokens, content = 'message_index', content_rowid = 'id', detail = none, columnsize = 0, tokenize = 'ascii'
);

CREATE TRIGGER message_index_added AFTER INSERT ON message_index BEGIN
    INSERT INTO message_token (rowid, tokens) VALUES (new.id, new.tokens);
END;

CREATE TRIGGER message_index_removed AFTER DELETE ON message_index BEGIN
    INSERT INTO message_token (message_token, rowid, tokens) VALUES ('delete', old.id, old.tokens);
END;

CREATE TRIGGER message_changed AFTER UPDATE OF body ON message BEGIN
    INSERT INTO message_index_change VALUES (old.conversation_id, 0, old.seq) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER message_removed AFTER DELETE ON message BEGIN
    INSERT INTO message_index_change VALUES (old.conversation_id, 0, old.seq) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER note_changed AFTER UPDATE OF body ON note BEGIN
    INSERT INTO message_index_change VALUES (old.conversation_id, 1, old.seq) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER note_removed AFTER DELETE ON note BEGIN
    INSERT INTO message_index_change VALUES (old.conversation_id, 1, old.seq) ON CONFLICT DO NOTHING;
END;
-- end
-- only postgres
CREATE INDEX message_index_by_tokens ON message_index USING gin (tokens);

CREATE FUNCTION message_index_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO message_index_change VALUES (OLD.conversation_id, TG_TABLE_NAME = 'note', OLD.seq)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER message_changed AFTER UPDATE OF body OR DELETE ON message
FOR EACH ROW EXECUTE FUNCTION message_index_note_change();

CREATE TRIGGER note_changed AFTER UPDATE OF body OR DELETE ON note
FOR EACH ROW EXECUTE FUNCTION message_index_note_change();
-- end
