-- Files that were uploaded and not sent yet: what one person may have of them is limited.
CREATE INDEX attachment_unsent_by_uploader ON attachment (uploader) WHERE conversation_id IS NULL;

-- A file's content goes when the last row that names it goes.
CREATE INDEX attachment_by_digest ON attachment (digest);
