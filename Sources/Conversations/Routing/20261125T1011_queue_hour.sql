-- What happened in a queue, an hour a row, counted as it happens. Several rows stand for one hour, so that
-- transactions at once seldom wait for one another; a report adds them up.
CREATE TABLE queue_hour (
    queue_id {id} NOT NULL,
    hour_at {time} NOT NULL,
    shard {int} NOT NULL,
    entered {int} NOT NULL,
    handed_over {int} NOT NULL,
    waited_ms {int} NOT NULL,
    in_target {int} NOT NULL,
    abandoned {int} NOT NULL,
    resolved {int} NOT NULL,
    PRIMARY KEY (queue_id, hour_at, shard)
);

CREATE INDEX queue_hour_by_time ON queue_hour (hour_at);
