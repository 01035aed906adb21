-- What somebody was told of an article's review: that it comes, and that it has come; once each for one date.
CREATE TABLE review_reminder (
    article_id {id} NOT NULL REFERENCES article (id),
    agent_id {id} NOT NULL REFERENCES agent (id),
    review_by {time} NOT NULL,
    -- soon, due.
    moment {text} NOT NULL,
    PRIMARY KEY (article_id, agent_id, review_by, moment)
);

-- Who was written to on a day (UTC, days since 1970): once.
CREATE TABLE review_letter (
    agent_id {id} NOT NULL REFERENCES agent (id),
    day {int} NOT NULL,
    PRIMARY KEY (agent_id, day)
);
