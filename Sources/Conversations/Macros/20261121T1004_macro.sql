-- Canned replies that agents insert with `/`.
CREATE TABLE macro (
    id {id} PRIMARY KEY,
    shortcut {text} NOT NULL,
    locale {text} NOT NULL,
    title {text} NOT NULL,
    body {text} NOT NULL,
    created_at {time} NOT NULL,
    UNIQUE (shortcut, locale)
);
