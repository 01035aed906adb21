-- Which deeds need a customer who has proved who they are.
CREATE TABLE verification_rule (
    deed {text} PRIMARY KEY,
    set_by {id} REFERENCES agent (id),
    set_at {time} NOT NULL
);
