-- In which languages people answer there, and for which topics it is; none means all.
ALTER TABLE official_channel ADD COLUMN languages {json} NOT NULL DEFAULT '[]';
ALTER TABLE official_channel ADD COLUMN topics {json} NOT NULL DEFAULT '[]';
