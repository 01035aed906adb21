-- Of a file whose name and content are sealed under a key of its own; null until it is, of those of before.
ALTER TABLE attachment ADD COLUMN sealed_name {bytes};

CREATE INDEX attachment_unsealed ON attachment (id) WHERE sealed_name IS NULL;
