-- One version of an API, as it was read from its description.
CREATE TABLE api_version (
    api {text} NOT NULL,
    version {text} NOT NULL,
    is_deprecated {bool} NOT NULL,
    -- What callers do to leave a version that is deprecated, Markdown.
    migration {text} NOT NULL,
    -- SHA-256 of `document`, in hex: the same file again changes nothing.
    digest {text} NOT NULL,
    imported_at {time} NOT NULL,
    changed_at {time} NOT NULL,
    -- Last, because it is long and everything else is looked at every other second.
    document {json} NOT NULL,
    PRIMARY KEY (api, version)
);
