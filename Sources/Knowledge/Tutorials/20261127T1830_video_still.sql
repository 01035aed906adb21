-- The picture of a chapter stands at the whole second where that begins; of all other files it is 0.
ALTER TABLE video_file ADD COLUMN at_second {int} NOT NULL DEFAULT 0;

DROP INDEX video_file_by_video;

CREATE UNIQUE INDEX video_file_by_video ON video_file (video_name, role, locale, at_second);
