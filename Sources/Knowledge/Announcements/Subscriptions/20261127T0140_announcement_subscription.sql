-- Who wants to hear of announcements by mail. The address, and what stands in the links of its letters, are sealed with the
-- key of the installation; by a keyed hash an address is found again.
CREATE TABLE announcement_subscription (
    id {id} PRIMARY KEY,
    -- Whose session it was asked for in; the address need not be theirs.
    customer_id {id},
    contents {bytes} NOT NULL,
    address_hash {bytes} NOT NULL,
    -- SHA-256 of what stands in the links.
    token_hash {bytes} NOT NULL UNIQUE,
    locale {text} NOT NULL,
    -- Lists; an empty one stands for all.
    kinds {json} NOT NULL,
    products {json} NOT NULL,
    created_at {time} NOT NULL,
    -- Null until the owner of the address said yes.
    confirmed_at {time}
);

CREATE INDEX announcement_subscription_by_address ON announcement_subscription (address_hash, created_at);
CREATE INDEX announcement_subscription_by_customer ON announcement_subscription (customer_id);
-- An address has one that counts.
CREATE UNIQUE INDEX announcement_subscription_confirmed ON announcement_subscription (address_hash)
    WHERE confirmed_at IS NOT NULL;

-- How far subscribers were told of something: each is told once, whatever happens to the job.
CREATE TABLE announcement_telling (
    announcement_id {id} NOT NULL REFERENCES announcement (id),
    revision {int} NOT NULL,
    -- Null while nobody was told.
    last_subscription_id {id},
    PRIMARY KEY (announcement_id, revision)
);
