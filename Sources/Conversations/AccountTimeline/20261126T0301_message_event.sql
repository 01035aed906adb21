-- What happened in a conversation, found without reading what was said in it.
CREATE INDEX message_by_event ON message (conversation_id, created_at, seq) WHERE kind = 'event';
