ALTER TABLE agent ADD COLUMN skills {json} NOT NULL DEFAULT '[]';

ALTER TABLE agent ADD COLUMN languages {json} NOT NULL DEFAULT '[]';

-- The most of one kind at once, by kind; a kind that is not there is limited by the capacity alone.
ALTER TABLE agent ADD COLUMN limits {json} NOT NULL DEFAULT '{}';

ALTER TABLE agent_presence ADD COLUMN reason {text};

-- The last sign of life, and since when there has been none: presence that nobody confirms is over.
ALTER TABLE agent_presence ADD COLUMN seen_at {time} NOT NULL DEFAULT 0;

ALTER TABLE agent_presence ADD COLUMN dropped_at {time};
