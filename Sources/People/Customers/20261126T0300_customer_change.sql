-- What changed of who a customer is, as the exchange signed it. E-mail addresses and names are told to have changed, not
-- what they were.
CREATE TABLE customer_change (
    customer_id {id} NOT NULL REFERENCES customer (id),
    happened_at {time} NOT NULL,
    -- Among those of one moment, from 0.
    number {int} NOT NULL,
    kind {text} NOT NULL,
    old_value {text},
    new_value {text},
    PRIMARY KEY (customer_id, happened_at, number)
);

-- A verified customer was made by the exchange's first token.
INSERT INTO customer_change (customer_id, happened_at, number, kind)
SELECT id, created_at, 0, 'verified' FROM customer WHERE uid IS NOT NULL;
