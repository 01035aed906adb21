-- A macro has a text for each language, and things that it does besides; it is everybody's or one agent's.
ALTER TABLE macro RENAME TO macro_before;

CREATE TABLE macro (
    id {id} PRIMARY KEY,
    -- Whose; null for everybody's.
    agent_id {id} REFERENCES agent (id),
    shortcut {text} NOT NULL,
    actions {json} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE UNIQUE INDEX macro_shared_by_shortcut ON macro (shortcut) WHERE agent_id IS NULL;

CREATE UNIQUE INDEX macro_own_by_shortcut ON macro (agent_id, shortcut) WHERE agent_id IS NOT NULL;

CREATE TABLE macro_text (
    macro_id {id} NOT NULL REFERENCES macro (id),
    locale {text} NOT NULL,
    title {text} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (macro_id, locale)
);

-- One of each shortcut keeps its id: the one of the first language.
INSERT INTO macro (id, shortcut, actions, created_at, updated_at)
SELECT first.id, first.shortcut, '[]', first.created_at, first.created_at FROM macro_before first
WHERE NOT EXISTS (
    SELECT 1 FROM macro_before other WHERE other.shortcut = first.shortcut AND other.locale < first.locale
);

INSERT INTO macro_text (macro_id, locale, title, body)
SELECT macro.id, macro_before.locale, macro_before.title, macro_before.body FROM macro_before
JOIN macro ON macro.shortcut = macro_before.shortcut;

DROP TABLE macro_before;
