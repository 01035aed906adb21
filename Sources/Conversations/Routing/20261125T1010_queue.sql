CREATE TABLE queue (
    id {id} PRIMARY KEY,
    name {text} NOT NULL UNIQUE,
    -- Whether conversations come into it by themselves; if not, they are transferred.
    is_scoped {bool} NOT NULL,
    topic {text},
    language {text},
    tier {text},
    priority {int} NOT NULL,
    required_skills {json} NOT NULL,
    wanted_skills {json} NOT NULL,
    relax_after_ms {int},
    target_wait_ms {int} NOT NULL,
    answer_within_ms {int},
    team_id {id} REFERENCES team (id),
    is_active {bool} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

-- The queue it is or was in; null until a person was first asked for.
ALTER TABLE conversation ADD COLUMN queue_id {id};

ALTER TABLE conversation ADD COLUMN lane {text};

-- Since when the customer waits for a person's word.
ALTER TABLE conversation ADD COLUMN waiting_since {time};

-- When whoever has it first wrote; null until then.
ALTER TABLE conversation ADD COLUMN answered_at {time};

-- Who gave it back, or did not answer, does not get it straight back.
ALTER TABLE conversation ADD COLUMN avoided_agent_id {id};

ALTER TABLE conversation ADD COLUMN avoided_until {time};

UPDATE conversation SET waiting_since = queued_at, lane = CASE WHEN kind = 'ticket' THEN 'ticket' ELSE 'live' END
WHERE status = 'queued';

UPDATE conversation SET answered_at = assigned_at WHERE status = 'waiting_customer';

DROP INDEX conversation_by_queue;

DROP INDEX conversation_by_assignment;

CREATE INDEX conversation_by_queue ON conversation (queue_id, lane, queued_at, id) WHERE status = 'queued';

CREATE INDEX conversation_by_hand_over ON conversation (queue_id, assigned_at) WHERE assigned_at IS NOT NULL;

CREATE INDEX conversation_unanswered ON conversation (assigned_at)
WHERE status = 'assigned' AND answered_at IS NULL;

CREATE INDEX conversation_held ON conversation (agent_id, status) WHERE status IN ('assigned', 'waiting_customer');

-- By kind: a ticket takes less of an agent than a chat, and none while it waits for the customer.
ALTER TABLE agent_load ADD COLUMN chat_count {int} NOT NULL DEFAULT 0;

ALTER TABLE agent_load ADD COLUMN ticket_count {int} NOT NULL DEFAULT 0;

ALTER TABLE agent_load ADD COLUMN call_count {int} NOT NULL DEFAULT 0;

UPDATE agent_load SET
    chat_count = (
        SELECT COUNT(*) FROM conversation WHERE conversation.agent_id = agent_load.agent_id
            AND kind = 'chat' AND status IN ('assigned', 'waiting_customer')
    ),
    ticket_count = (
        SELECT COUNT(*) FROM conversation WHERE conversation.agent_id = agent_load.agent_id
            AND kind = 'ticket' AND status = 'assigned'
    );

ALTER TABLE agent_load DROP COLUMN open_count;
