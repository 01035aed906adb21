-- What the assistant remembers of a conversation while it has it.
CREATE TABLE assistant_memory (
    conversation_id {id} PRIMARY KEY REFERENCES conversation (id),
    memory {json} NOT NULL,
    -- The customer's message that was answered last: an event that comes again is recognised.
    answered_seq {int} NOT NULL
);
