CREATE TABLE category (
    slug {text} PRIMARY KEY,
    icon {text} NOT NULL,
    position {int} NOT NULL
);

CREATE TABLE category_translation (
    category_slug {text} NOT NULL REFERENCES category (slug),
    locale {text} NOT NULL,
    name {text} NOT NULL,
    description {text} NOT NULL,
    PRIMARY KEY (category_slug, locale)
);

CREATE TABLE article (
    id {id} PRIMARY KEY,
    slug {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    category_slug {text} NOT NULL REFERENCES category (slug),
    -- How often it was opened and what people said of it, counted as it happens.
    views {int} NOT NULL,
    helpful {int} NOT NULL,
    not_helpful {int} NOT NULL,
    created_at {time} NOT NULL
);

CREATE INDEX article_by_category ON article (category_slug, kind, slug);

-- One language of an article.
CREATE TABLE article_translation (
    article_id {id} NOT NULL REFERENCES article (id),
    locale {text} NOT NULL,
    title {text} NOT NULL,
    summary {text} NOT NULL,
    keywords {json} NOT NULL,
    body {text} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (article_id, locale)
);

CREATE TABLE article_feedback (
    id {id} PRIMARY KEY,
    article_id {id} NOT NULL REFERENCES article (id),
    locale {text} NOT NULL,
    is_helpful {bool} NOT NULL,
    comment {text} NOT NULL,
    created_at {time} NOT NULL
);

CREATE INDEX article_feedback_by_article ON article_feedback (article_id, created_at);
