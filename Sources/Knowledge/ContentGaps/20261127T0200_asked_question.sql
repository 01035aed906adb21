-- What readers asked the search on one day (UTC, days since 1970), without who it was.
CREATE TABLE asked_question (
    day {int} NOT NULL,
    locale {text} NOT NULL,
    question {text} NOT NULL,
    asked {int} NOT NULL,
    found_nothing {int} NOT NULL,
    opened {int} NOT NULL,
    PRIMARY KEY (day, locale, question)
);
