-- Pictures that articles show: `![what it shows](/pictures/NAME)`.
CREATE TABLE picture (
    name {text} PRIMARY KEY,
    -- What it shows, in words, by language tag.
    alts {json} NOT NULL,
    -- Grows with every change of the words: who saves says which ones they started from.
    revision {int} NOT NULL,
    editor_id {id} REFERENCES agent (id),
    created_at {time} NOT NULL,
    changed_at {time} NOT NULL
);

CREATE INDEX picture_by_creation ON picture (created_at, name);

-- What a picture looks like; it never changes: what takes the place of another is another one.
CREATE TABLE picture_file (
    id {id} PRIMARY KEY,
    -- Null once it was replaced: then a job removes it.
    picture_name {text} REFERENCES picture (name),
    -- The picture that had it until then: who has the page open is shown it still.
    former_name {text},
    media_type {text} NOT NULL,
    size {int} NOT NULL,
    width {int} NOT NULL,
    height {int} NOT NULL,
    moves {bool} NOT NULL,
    -- What is stored, sealed under the file's own key.
    digest {bytes} NOT NULL,
    -- A small copy that does not move, a WebP; null where it needs none.
    small_digest {bytes},
    small_size {int},
    small_width {int},
    -- SHA-256 of the file as it came: the same one is not kept twice.
    source_digest {bytes} NOT NULL,
    created_at {time} NOT NULL
);

CREATE UNIQUE INDEX picture_file_by_picture ON picture_file (picture_name);

CREATE INDEX picture_file_by_former ON picture_file (former_name);

CREATE INDEX picture_file_by_source ON picture_file (source_digest);
