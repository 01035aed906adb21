-- Agents' replies that wait to be read: the first one of each conversation.
CREATE TABLE missed_reply (
    conversation_id {id} PRIMARY KEY REFERENCES conversation (id),
    seq {int} NOT NULL,
    -- When it counts as missed; NULL once that was told.
    due_at {time}
);

CREATE INDEX missed_reply_by_due ON missed_reply (due_at) WHERE due_at IS NOT NULL;
