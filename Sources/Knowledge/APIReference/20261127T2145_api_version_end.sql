-- When a version that is to be left is switched off. Made anew rather than added to: the document stays last, because it is long
-- and everything else is looked at every other second.
ALTER TABLE api_version RENAME TO api_version_before;

CREATE TABLE api_version (
    api {text} NOT NULL,
    version {text} NOT NULL,
    is_deprecated {bool} NOT NULL,
    migration {text} NOT NULL,
    -- Null where nobody said when.
    ends_at {time},
    digest {text} NOT NULL,
    imported_at {time} NOT NULL,
    changed_at {time} NOT NULL,
    document {json} NOT NULL,
    PRIMARY KEY (api, version)
);

INSERT INTO api_version (api, version, is_deprecated, migration, digest, imported_at, changed_at, document)
SELECT api, version, is_deprecated, migration, digest, imported_at, changed_at, document FROM api_version_before;

DROP TABLE api_version_before;
