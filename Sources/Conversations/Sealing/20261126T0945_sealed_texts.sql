-- What people write is sealed with the key of its conversation (docs/encryption.md). The columns that held it in the clear
-- stay empty; what was written before is sealed by a running server, step by step.
ALTER TABLE message ADD COLUMN sealed_body {bytes};

-- What a message shows beside its words: files, a card.
ALTER TABLE message ADD COLUMN sealed_parts {bytes};

ALTER TABLE note ADD COLUMN sealed_body {bytes};

ALTER TABLE note ADD COLUMN sealed_parts {bytes};

ALTER TABLE conversation ADD COLUMN sealed_subject {bytes};

ALTER TABLE conversation ADD COLUMN sealed_preview {bytes};

ALTER TABLE conversation ADD COLUMN sealed_rating_comment {bytes};

ALTER TABLE draft ADD COLUMN sealed_body {bytes};

-- What is still in the clear: empty once all is sealed.
CREATE INDEX message_unsealed ON message (conversation_id, seq)
WHERE body <> '' OR attachments IS NOT NULL OR card IS NOT NULL;

CREATE INDEX note_unsealed ON note (conversation_id, seq)
WHERE body <> '' OR attachments IS NOT NULL OR card IS NOT NULL;

CREATE INDEX conversation_unsealed ON conversation (id)
WHERE subject <> '' OR preview <> '' OR rating_comment IS NOT NULL;

-- A text that was changed is indexed anew; one that is sealed is the text that it was.
-- only sqlite
DROP TRIGGER message_changed;

DROP TRIGGER note_changed;

CREATE TRIGGER message_changed AFTER UPDATE OF sealed_body ON message WHEN old.body = '' BEGIN
    INSERT INTO message_index_change VALUES (old.conversation_id, 0, old.seq) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER note_changed AFTER UPDATE OF sealed_body ON note WHEN old.body = '' BEGIN
    INSERT INTO message_index_change VALUES (old.conversation_id, 1, old.seq) ON CONFLICT DO NOTHING;
END;
-- end
-- only postgres
DROP TRIGGER message_changed ON message;

DROP TRIGGER note_changed ON note;

CREATE TRIGGER message_changed AFTER UPDATE OF sealed_body ON message
FOR EACH ROW WHEN (OLD.body = '') EXECUTE FUNCTION message_index_note_change();

CREATE TRIGGER note_changed AFTER UPDATE OF sealed_body ON note
FOR EACH ROW WHEN (OLD.body = '') EXECUTE FUNCTION message_index_note_change();

CREATE TRIGGER message_removed AFTER DELETE ON message
FOR EACH ROW EXECUTE FUNCTION message_index_note_change();

CREATE TRIGGER note_removed AFTER DELETE ON note
FOR EACH ROW EXECUTE FUNCTION message_index_note_change();
-- end
