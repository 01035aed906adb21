-- How many open conversations there are by who has them and their status, kept as they change. Several rows stand for
-- what nobody has, so that transactions at once seldom wait for one another; whoever reads adds them up.
CREATE TABLE inbox_count (
    -- An agent; nothing, of no length, for what nobody has.
    holder {bytes} NOT NULL,
    status {text} NOT NULL,
    shard {int} NOT NULL,
    count {int} NOT NULL,
    -- How many of them were put aside.
    snoozed {int} NOT NULL,
    PRIMARY KEY (holder, status, shard)
);

-- only sqlite
INSERT INTO inbox_count (holder, status, shard, count, snoozed)
SELECT COALESCE(agent_id, x''), status, 0, COUNT(*), COUNT(snoozed_at) FROM conversation
WHERE status IN ('assistant', 'queued', 'assigned', 'waiting_customer') GROUP BY agent_id, status;
-- end
-- only postgres
INSERT INTO inbox_count (holder, status, shard, count, snoozed)
SELECT COALESCE(agent_id, ''::bytea), status, 0, COUNT(*), COUNT(snoozed_at) FROM conversation
WHERE status IN ('assistant', 'queued', 'assigned', 'waiting_customer') GROUP BY agent_id, status;
-- end
