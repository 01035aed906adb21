-- Whose data was asked to be erased, and what became of it: the proof stays when the data is gone.
CREATE TABLE erasure (
    id {id} PRIMARY KEY,
    -- One for each customer: what is gone cannot be erased again.
    customer_id {id} NOT NULL UNIQUE REFERENCES customer (id),
    reason {text} NOT NULL,
    reference {text} NOT NULL,
    requested_by {id} NOT NULL REFERENCES agent (id),
    requested_at {time} NOT NULL,
    status {text} NOT NULL,
    done_at {time},
    report {json} NOT NULL
);

-- Whoever became somebody: what the guest left belongs to the customer.
CREATE INDEX customer_by_merged_into ON customer (merged_into) WHERE merged_into IS NOT NULL;
