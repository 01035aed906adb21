-- What the system says to customers, in the installation's own words; without a row it says what the release brought.
CREATE TABLE message_template (
    -- Where the release's words stand in the strings files, such as `assistant.hello`.
    key {text} NOT NULL,
    locale {text} NOT NULL,
    body {text} NOT NULL,
    -- Who wrote it last.
    agent_id {id} NOT NULL REFERENCES agent (id),
    updated_at {time} NOT NULL,
    PRIMARY KEY (key, locale)
);
