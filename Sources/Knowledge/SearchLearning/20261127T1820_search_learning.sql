-- Which articles were opened from what a question had found, each opening weighed by how seldom somebody looks so far down.
CREATE TABLE question_click (
    -- As in asked_question: days since 1970, and a keyed hash.
    day {int} NOT NULL,
    locale {text} NOT NULL,
    fingerprint {bytes} NOT NULL,
    article_id {id} NOT NULL REFERENCES article (id),
    weight {int} NOT NULL,
    PRIMARY KEY (fingerprint, locale, article_id, day)
);
-- What was asked on the results of a question. Who did is kept in question_reader under the hash of the pair.
CREATE TABLE question_follow (
    day {int} NOT NULL,
    locale {text} NOT NULL,
    pair {bytes} NOT NULL,
    fingerprint {bytes} NOT NULL,
    next_fingerprint {bytes} NOT NULL,
    asked {int} NOT NULL,
    PRIMARY KEY (pair, locale, day)
);

CREATE INDEX question_click_by_day ON question_click (day);
CREATE INDEX question_follow_by_day ON question_follow (day);
