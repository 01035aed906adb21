-- Who looked at a colleague's conversation without being seen. A record for those who watch over it: it has no place in
-- the timeline, where the customer and whoever has the conversation would count it.
CREATE TABLE silent_listening (
    conversation_id {id} NOT NULL REFERENCES conversation (id),
    agent_id {id} NOT NULL REFERENCES agent (id),
    holder_id {id} REFERENCES agent (id),
    began_at {time} NOT NULL,
    PRIMARY KEY (conversation_id, agent_id, began_at)
);
