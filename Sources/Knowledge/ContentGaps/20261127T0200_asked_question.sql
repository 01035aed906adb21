-- What readers asked the search and the assistant on one day (UTC, days since 1970), without who it was; sealed with the
-- installation's key, and found again by a keyed hash.
CREATE TABLE asked_question (
    day {int} NOT NULL,
    locale {text} NOT NULL,
    fingerprint {bytes} NOT NULL,
    sealed_question {bytes} NOT NULL,
    asked {int} NOT NULL,
    found_nothing {int} NOT NULL,
    opened {int} NOT NULL,
    PRIMARY KEY (day, locale, fingerprint)
);

-- What a hash stands for.
CREATE INDEX asked_question_by_fingerprint ON asked_question (fingerprint);
