-- What each import changed of an API, the change log.
CREATE TABLE api_change (
    id {id} PRIMARY KEY,
    api {text} NOT NULL,
    version {text} NOT NULL,
    -- The version that it is compared with: the one before it, or itself as it was; null for the first.
    before_version {text},
    title {text} NOT NULL,
    created_at {time} NOT NULL,
    difference {json} NOT NULL
);

CREATE INDEX api_change_by_time ON api_change (api, created_at, id);
