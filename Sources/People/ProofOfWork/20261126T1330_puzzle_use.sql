-- Puzzles that were solved and have bought something: each counts once, on every node.
CREATE TABLE puzzle_use (
    puzzle {bytes} PRIMARY KEY,
    expires_at {time} NOT NULL
);

CREATE INDEX puzzle_use_by_expiry ON puzzle_use (expires_at);
