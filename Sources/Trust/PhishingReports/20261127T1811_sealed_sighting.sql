-- What somebody says of a fake is sealed (docs/encryption.md). The column that held it in the clear stays empty; what was
-- written before is sealed by a running server, step by step.
ALTER TABLE phishing_sighting ADD COLUMN sealed_comment {bytes};

-- What is still in the clear: empty once all is sealed.
CREATE INDEX phishing_sighting_unsealed ON phishing_sighting (id) WHERE comment <> '';
