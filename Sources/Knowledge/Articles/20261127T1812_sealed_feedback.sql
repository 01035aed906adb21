-- What readers say of articles is sealed (docs/encryption.md). The column that held it in the clear stays empty; what was
-- written before is sealed by a running server, step by step.
ALTER TABLE article_feedback ADD COLUMN sealed_comment {bytes};

-- What is still in the clear: empty once all is sealed.
CREATE INDEX article_feedback_unsealed ON article_feedback (id) WHERE comment <> '';
