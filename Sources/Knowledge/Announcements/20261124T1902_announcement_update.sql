-- What there was to say while it lasted, in one language.
CREATE TABLE announcement_update (
    announcement_id {id} NOT NULL REFERENCES announcement (id),
    locale {text} NOT NULL,
    created_at {time} NOT NULL,
    text {text} NOT NULL,
    PRIMARY KEY (announcement_id, locale, created_at)
);

-- The services that it touches, in the translation's words.
ALTER TABLE announcement_translation ADD COLUMN affects {json} NOT NULL DEFAULT '[]';
