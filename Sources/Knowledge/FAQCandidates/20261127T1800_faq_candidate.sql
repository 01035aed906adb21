-- What at least three customers asked in conversations, in words of which each was used by three of them: no one's. Made anew
-- as a whole; sealed with the installation's key as what readers asked the search is.
CREATE TABLE faq_candidate (
    -- Of the keyed hash of its words.
    id {id} PRIMARY KEY,
    locale {text} NOT NULL,
    sealed_wording {bytes} NOT NULL,
    -- Customers: all, those whom the assistant answered, those whom a person did.
    asked {int} NOT NULL,
    answered {int} NOT NULL,
    by_person {int} NOT NULL,
    languages {json} NOT NULL,
    -- The dismissed one that says the same.
    dismissed_id {id}
);

-- What nobody wants to see for a while.
CREATE TABLE faq_dismissal (
    candidate_id {id} PRIMARY KEY,
    sealed_wording {bytes} NOT NULL,
    hidden_until {time} NOT NULL,
    agent_id {id} NOT NULL REFERENCES agent (id)
);

-- When conversations were read; one row.
CREATE TABLE faq_round (
    id {int} PRIMARY KEY,
    wanted_at {time},
    begun_at {time},
    ended_at {time},
    since {time},
    conversations {int} NOT NULL,
    unspoken {int} NOT NULL
);

INSERT INTO faq_round (id, conversations, unspoken) VALUES (1, 0, 0);
