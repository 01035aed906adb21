-- Who said it, as a hash: a customer or a browser; null for what was said before readers were told apart.
ALTER TABLE article_feedback ADD COLUMN reader {bytes};

-- One opinion of a reader on an article; it can be changed.
CREATE UNIQUE INDEX article_feedback_by_reader ON article_feedback (article_id, reader);

-- The requests that were done already, by a hash of their reader and `Idempotency-Key`.
CREATE TABLE article_feedback_request (
    request {bytes} PRIMARY KEY,
    created_at {time} NOT NULL
);

CREATE INDEX article_feedback_request_by_time ON article_feedback_request (created_at);
