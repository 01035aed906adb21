-- When the links of an article were read, and of which edition of it.
CREATE TABLE article_link_reading (
    article_id {id} PRIMARY KEY REFERENCES article (id),
    edition {int} NOT NULL,
    read_at {time} NOT NULL
);

CREATE INDEX article_link_reading_by_time ON article_link_reading (read_at);

-- The links and pictures of what readers see.
CREATE TABLE article_link (
    article_id {id} NOT NULL REFERENCES article (id),
    locale {text} NOT NULL,
    -- In the order of the text.
    number {int} NOT NULL,
    -- link, picture.
    kind {text} NOT NULL,
    -- As its author wrote it, and where: null for a place that was not found.
    address {text} NOT NULL,
    line {int},
    -- The snippet that it stands in; null for the article's own text.
    snippet {text},
    -- What is asked of another server; null for what this one knows.
    target {text},
    -- The article that it leads to, by any of its addresses.
    leads_to_id {id} REFERENCES article (id),
    -- Of what this server knows: whole, moved, broken.
    state {text} NOT NULL,
    reason {text},
    suggestion {text},
    -- Since when it is in this state.
    since {time} NOT NULL,
    PRIMARY KEY (article_id, locale, number)
);

CREATE INDEX article_link_by_target ON article_link (target);
CREATE INDEX article_link_by_leads_to ON article_link (leads_to_id);
CREATE INDEX article_link_by_state ON article_link (state);

-- What other servers answered.
CREATE TABLE outside_link (
    address {text} PRIMARY KEY,
    host {text} NOT NULL,
    -- waiting, whole, moved, unchecked, failing, broken.
    state {text} NOT NULL,
    status {int},
    reason {text},
    suggestion {text},
    since {time} NOT NULL,
    -- Of failures in a row: on how many days, and on which the last (UTC, days since 1970).
    failed_days {int} NOT NULL,
    failed_day {int},
    checked_at {time},
    due_at {time} NOT NULL
);

CREATE INDEX outside_link_by_due ON outside_link (due_at);
