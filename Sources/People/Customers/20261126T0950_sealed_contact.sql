-- Who a customer is, as the exchange said: name, e-mail address, attributes. The columns that held it in the clear stay
-- empty; what was written before is sealed by a running server.
ALTER TABLE customer ADD COLUMN sealed_contact {bytes};

-- What is still in the clear: empty once all is sealed.
CREATE INDEX customer_unsealed ON customer (id) WHERE sealed_contact IS NULL AND uid IS NOT NULL;
