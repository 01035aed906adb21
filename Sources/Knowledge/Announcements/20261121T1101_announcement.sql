CREATE TABLE announcement (
    id {id} PRIMARY KEY,
    slug {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    starts_at {time} NOT NULL,
    expected_end_at {time},
    ended_at {time},
    created_at {time} NOT NULL
);

CREATE INDEX announcement_by_start ON announcement (starts_at, id);

CREATE TABLE announcement_translation (
    announcement_id {id} NOT NULL REFERENCES announcement (id),
    locale {text} NOT NULL,
    title {text} NOT NULL,
    summary {text} NOT NULL,
    body {text} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (announcement_id, locale)
);
