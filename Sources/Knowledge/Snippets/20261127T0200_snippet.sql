-- Texts that articles share: `{{var:NAME}}` is a value of one line, `{{snippet:NAME}}` some Markdown.
CREATE TABLE snippet (
    name {text} PRIMARY KEY,
    -- variable, snippet.
    kind {text} NOT NULL,
    -- By language tag; `*` is for every language that has none of its own.
    texts {json} NOT NULL,
    -- Grows with every change: who saves says which one they started from.
    revision {int} NOT NULL,
    editor_id {id} REFERENCES agent (id),
    changed_at {time} NOT NULL
);

-- What they said, in its order; never changed, and kept when a name is taken away.
CREATE TABLE snippet_version (
    name {text} NOT NULL,
    revision {int} NOT NULL,
    texts {json} NOT NULL,
    editor_id {id} REFERENCES agent (id),
    created_at {time} NOT NULL,
    PRIMARY KEY (name, revision)
);
