-- Put aside by whoever has it, until a time or until the customer writes.
ALTER TABLE conversation ADD COLUMN snoozed_by {id};

ALTER TABLE conversation ADD COLUMN snoozed_at {time};

ALTER TABLE conversation ADD COLUMN snoozed_until {time};
