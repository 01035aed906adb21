-- When what was said in it was erased; numbers and times stay.
ALTER TABLE conversation ADD COLUMN erased_at {time};

-- What is old enough to be erased, by the rules of retention.
CREATE INDEX conversation_erasable ON conversation (resolved_at) WHERE status = 'closed' AND erased_at IS NULL;
