-- What nobody has answered is looked for by queue, and only chats have a limit: tickets that lie unanswered for days must
-- not stand before them.
DROP INDEX conversation_unanswered;

CREATE INDEX conversation_unanswered ON conversation (queue_id, assigned_at)
WHERE status = 'assigned' AND kind = 'chat' AND answered_at IS NULL;

-- It was the beginning of conversation_by_agent.
DROP INDEX conversation_held;
