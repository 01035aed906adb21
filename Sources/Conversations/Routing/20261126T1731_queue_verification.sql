-- What its customers are asked to prove as they come into it; null for nothing.
ALTER TABLE queue ADD COLUMN verification {json};
