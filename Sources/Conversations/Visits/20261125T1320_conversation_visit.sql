-- With what and from which page a conversation was opened: words, and a path without its query.
CREATE TABLE conversation_visit (
    conversation_id {id} PRIMARY KEY REFERENCES conversation (id),
    browser {text},
    system {text},
    device {text},
    page {text}
);
