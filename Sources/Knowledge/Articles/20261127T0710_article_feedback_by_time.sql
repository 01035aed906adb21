-- What readers said in the last days, of all articles.
CREATE INDEX article_feedback_by_time ON article_feedback (created_at);
