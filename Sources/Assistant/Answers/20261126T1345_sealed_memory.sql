-- What the assistant remembers holds the customer's last question: it is sealed with the key of its conversation.
ALTER TABLE assistant_memory ADD COLUMN sealed_memory {bytes};

-- What was remembered in the clear is forgotten: "show more" asks anew.
UPDATE assistant_memory
SET memory = '{"failures":0,"question":"","shown":[],"has_answered":false,"has_asked_back":false}';
