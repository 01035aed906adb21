-- The first readers of a question, each as a keyed hash that differs from question to question: until there are some, nobody
-- is shown the question.
CREATE TABLE question_reader (
    fingerprint {bytes} NOT NULL,
    locale {text} NOT NULL,
    reader {bytes} NOT NULL,
    -- On which they asked last, as in asked_question.
    day {int} NOT NULL,
    PRIMARY KEY (fingerprint, locale, reader)
);

-- What is forgotten when its day is over.
CREATE INDEX asked_question_once ON asked_question (day) WHERE asked < 2;
CREATE INDEX question_reader_by_day ON question_reader (day);
