-- Videos that articles show: `:::video NAME`.
CREATE TABLE video (
    name {text} PRIMARY KEY,
    -- What it is called, by language tag.
    titles {json} NOT NULL,
    -- Grows with every change of the titles: who saves says which one they started from.
    revision {int} NOT NULL,
    editor_id {id} REFERENCES agent (id),
    created_at {time} NOT NULL,
    changed_at {time} NOT NULL
);

-- The film, its poster, and texts of one language: captions, chapters. What takes the place of another is another one.
CREATE TABLE video_file (
    id {id} PRIMARY KEY,
    -- Null while it comes, and once it was replaced: then a job removes it.
    video_name {text} REFERENCES video (name),
    -- film, poster, captions, chapters.
    role {text} NOT NULL,
    -- Empty for the film and the poster.
    locale {text} NOT NULL,
    media_type {text} NOT NULL,
    size {int} NOT NULL,
    width {int},
    height {int},
    milliseconds {int},
    -- Of captions and chapters; the others are in parts.
    content {text},
    created_at {time} NOT NULL
);

CREATE UNIQUE INDEX video_file_by_video ON video_file (video_name, role, locale);

-- A piece of a film or a poster, sealed under the file's own key: where any byte is needs no look at the others.
CREATE TABLE video_part (
    file_id {id} NOT NULL REFERENCES video_file (id),
    -- The first byte of the piece.
    starts_at {int} NOT NULL,
    -- Bytes of the piece before it was sealed.
    size {int} NOT NULL,
    digest {bytes} NOT NULL,
    PRIMARY KEY (file_id, starts_at)
);
