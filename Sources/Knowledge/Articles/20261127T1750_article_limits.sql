-- Of what is for signed-in customers: to which tiers and regions; null for all.
ALTER TABLE article ADD COLUMN limits {json};
