-- What is to be done later; deleted when done, kept after too many failures.
CREATE TABLE job (
    id {id} PRIMARY KEY,
    name {text} NOT NULL,
    unique_key {text},
    payload {json} NOT NULL,
    attempts {int} NOT NULL,
    due_at {time} NOT NULL,
    last_error {text},
    created_at {time} NOT NULL,
    UNIQUE (name, unique_key)
);

CREATE INDEX job_by_due ON job (due_at, id);
