-- The video that had a file until another took its place: whoever watches that film still does, until a job removes it.
ALTER TABLE video_file ADD COLUMN former_name {text};
