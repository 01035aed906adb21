-- Opened on one day (UTC, days since 1970): what is asked this week, without reading anything else.
CREATE TABLE article_view_day (
    day {int} NOT NULL,
    article_id {id} NOT NULL REFERENCES article (id),
    views {int} NOT NULL,
    PRIMARY KEY (day, article_id)
);

-- Where an article stands among the top questions whatever is read, the smallest first; null for nowhere.
ALTER TABLE article ADD COLUMN pin {int};
