-- Of a picture that was written anew; what came before has neither.
ALTER TABLE attachment ADD COLUMN width {int};
ALTER TABLE attachment ADD COLUMN height {int};
ALTER TABLE attachment ADD COLUMN thumbnail_digest {bytes};

-- What is stored of a file goes when the last row that names it goes.
CREATE INDEX attachment_by_thumbnail ON attachment (thumbnail_digest) WHERE thumbnail_digest IS NOT NULL;
