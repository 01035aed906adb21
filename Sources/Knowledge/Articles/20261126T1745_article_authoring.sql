-- Who may read it: public, signed_in, staff.
ALTER TABLE article ADD COLUMN visibility {text} NOT NULL DEFAULT 'public';
-- The language that the others are translated from.
ALTER TABLE article ADD COLUMN source_locale {text} NOT NULL DEFAULT 'en';
ALTER TABLE article ADD COLUMN owner_id {id} REFERENCES agent (id);
-- When somebody has to see whether it still holds.
ALTER TABLE article ADD COLUMN review_by {time};
-- Grows with every change of what readers see, at `changed_at`: how other processes notice.
ALTER TABLE article ADD COLUMN edition {int} NOT NULL DEFAULT 1;
ALTER TABLE article ADD COLUMN changed_at {time} NOT NULL DEFAULT 0;
-- When anybody worked on it last.
ALTER TABLE article ADD COLUMN worked_at {time} NOT NULL DEFAULT 0;

UPDATE article SET
    changed_at = COALESCE(
        (SELECT MAX(updated_at) FROM article_translation WHERE article_translation.article_id = article.id),
        created_at
    ),
    source_locale = CASE
        WHEN EXISTS (
            SELECT 1 FROM article_translation WHERE article_translation.article_id = article.id AND locale = 'en'
        ) THEN 'en'
        ELSE COALESCE(
            (SELECT MIN(locale) FROM article_translation WHERE article_translation.article_id = article.id), 'en'
        )
    END;
UPDATE article SET worked_at = changed_at;

CREATE INDEX article_by_change ON article (changed_at);
CREATE INDEX article_by_work ON article (worked_at, id);
CREATE INDEX article_by_review ON article (review_by);

-- What was published, in its order; never changed. `article_translation` holds what readers see now.
CREATE TABLE article_version (
    article_id {id} NOT NULL REFERENCES article (id),
    locale {text} NOT NULL,
    number {int} NOT NULL,
    title {text} NOT NULL,
    summary {text} NOT NULL,
    keywords {json} NOT NULL,
    body {text} NOT NULL,
    -- Who wrote it and who published it; null for an import.
    author_id {id} REFERENCES agent (id),
    publisher_id {id} REFERENCES agent (id),
    note {text} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (article_id, locale, number)
);

-- The working text of one language, whether readers see it yet or not.
CREATE TABLE article_text (
    article_id {id} NOT NULL REFERENCES article (id),
    locale {text} NOT NULL,
    stage {text} NOT NULL,
    title {text} NOT NULL,
    summary {text} NOT NULL,
    keywords {json} NOT NULL,
    body {text} NOT NULL,
    -- Grows with every change: who saves says which one they started from.
    revision {int} NOT NULL,
    -- The version that readers see; null when they see none.
    live_version {int},
    -- The version of the source language that it was made from; null for the source itself.
    source_version {int},
    editor_id {id} REFERENCES agent (id),
    edited_at {time} NOT NULL,
    -- Of what is scheduled: when, by whom and with which note.
    publish_at {time},
    publisher_id {id} REFERENCES agent (id),
    publish_note {text} NOT NULL,
    PRIMARY KEY (article_id, locale)
);

CREATE INDEX article_text_by_stage ON article_text (stage, locale);

INSERT INTO article_version (article_id, locale, number, title, summary, keywords, body, note, created_at)
SELECT article_id, locale, 1, title, summary, keywords, body, '', updated_at FROM article_translation;

INSERT INTO article_text (article_id, locale, stage, title, summary, keywords, body, revision, live_version,
    source_version, edited_at, publish_note)
SELECT article_id, locale, 'published', title, summary, keywords, body, 1, 1,
    CASE WHEN locale = source_locale THEN NULL ELSE 1 END, updated_at, ''
FROM article_translation JOIN article ON article.id = article_translation.article_id;

-- Addresses that an article had: they lead to it.
CREATE TABLE article_slug (
    slug {text} PRIMARY KEY,
    article_id {id} NOT NULL REFERENCES article (id),
    created_at {time} NOT NULL
);

CREATE INDEX article_slug_by_article ON article_slug (article_id);

-- What the desk says to each other about a text.
CREATE TABLE article_comment (
    id {id} PRIMARY KEY,
    article_id {id} NOT NULL REFERENCES article (id),
    locale {text} NOT NULL,
    author_id {id} NOT NULL REFERENCES agent (id),
    body {text} NOT NULL,
    created_at {time} NOT NULL
);

CREATE INDEX article_comment_by_text ON article_comment (article_id, locale, created_at, id);
