-- The question that it remembers is the customer's words: sealed with the conversation's key. What was remembered in the
-- clear is forgotten; the assistant then asks anew.
DELETE FROM assistant_memory;

ALTER TABLE assistant_memory ADD COLUMN sealed_memory {bytes};
