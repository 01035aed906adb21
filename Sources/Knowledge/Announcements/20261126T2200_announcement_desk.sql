-- How far it has come: draft, scheduled, published, withdrawn. Readers see what is published.
ALTER TABLE announcement ADD COLUMN stage {text} NOT NULL DEFAULT 'published';
-- Grows with every change: who saves says which one they started from, and other processes notice.
ALTER TABLE announcement ADD COLUMN revision {int} NOT NULL DEFAULT 1;
-- Of what is scheduled: when.
ALTER TABLE announcement ADD COLUMN publish_at {time};
-- When readers saw it first; null for what they never saw.
ALTER TABLE announcement ADD COLUMN published_at {time};
ALTER TABLE announcement ADD COLUMN changed_at {time} NOT NULL DEFAULT 0;
-- What it affects, as lists of short names.
ALTER TABLE announcement ADD COLUMN scope {json} NOT NULL DEFAULT '{"networks":[],"products":[],"regions":[],"topics":[]}';
-- investigating, identified, monitoring, resolved; null where an update says nothing of it.
ALTER TABLE announcement_update ADD COLUMN state {text};

UPDATE announcement SET published_at = created_at, changed_at = created_at;
UPDATE announcement SET kind = 'product' WHERE kind = 'general';
-- Warnings of fakes that were reported.
UPDATE announcement SET kind = 'scam_warning' WHERE kind = 'security' AND slug LIKE 'fake-phr-%';

CREATE INDEX announcement_by_stage ON announcement (stage, starts_at, id);
