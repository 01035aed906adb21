-- Divides the messages by the month in which their conversation began. For PostgreSQL; docs/scaling.md says when it is
-- worth it. Run it once, in a quiet hour, with a backup at hand; it works while the nodes run, and writers wait for it:
--
--   psql --single-transaction --set=ON_ERROR_STOP=1 --set=first=2027-01 --file=deploy/partition-messages.sql "$SWITCHBOARD_DATABASE"
--
-- `first` is a month that has not begun: what was written before is the first part, as it is, and is only read through
-- once. Months are made for two years; make further ones in time with SELECT switchboard_message_months('2029-01', 24).
--
-- The id of a conversation begins with the millisecond in which it was made (UUIDv7), so all messages of a conversation
-- are in one part, and every statement that names the conversation looks into that part alone. No statement changes.

CREATE FUNCTION switchboard_message_bound(moment timestamptz) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT decode(lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0'), 'hex')
$$;

CREATE FUNCTION switchboard_message_months(first text, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month timestamptz := (first || '-01 00:00:00+00')::timestamptz;
BEGIN
    FOR number IN 1..months LOOP
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF message FOR VALUES FROM (%L) TO (%L)',
            'message_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'),
            switchboard_message_bound(month),
            switchboard_message_bound((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')
        );
        month := (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    END LOOP;
END $$;

-- In the order in which the nodes lock them.
LOCK TABLE conversation, message IN ACCESS EXCLUSIVE MODE;
ALTER TABLE message RENAME TO message_before;
ALTER INDEX message_pkey RENAME TO message_before_pkey;
ALTER INDEX message_by_client_id RENAME TO message_before_by_client_id;
ALTER INDEX message_by_event RENAME TO message_before_by_event;
ALTER INDEX message_unsealed RENAME TO message_before_unsealed;
DROP TRIGGER message_changed ON message_before;
DROP TRIGGER message_removed ON message_before;

CREATE TABLE message (
    LIKE message_before INCLUDING DEFAULTS,
    PRIMARY KEY (conversation_id, seq),
    FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) PARTITION BY RANGE (conversation_id);
CREATE UNIQUE INDEX message_by_client_id ON message (conversation_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX message_by_event ON message (conversation_id, created_at, seq) WHERE kind = 'event';
CREATE INDEX message_unsealed ON message (conversation_id, seq)
WHERE body <> '' OR attachments IS NOT NULL OR card IS NOT NULL;
CREATE TRIGGER message_changed AFTER UPDATE OF sealed_body ON message
FOR EACH ROW WHEN (OLD.body = '') EXECUTE FUNCTION message_index_note_change();
CREATE TRIGGER message_removed AFTER DELETE ON message
FOR EACH ROW EXECUTE FUNCTION message_index_note_change();

SELECT format(
    'ALTER TABLE message ATTACH PARTITION message_before FOR VALUES FROM (MINVALUE) TO (%L)',
    switchboard_message_bound((:'first' || '-01 00:00:00+00')::timestamptz)
) \gexec
SELECT switchboard_message_months(:'first', 24);
