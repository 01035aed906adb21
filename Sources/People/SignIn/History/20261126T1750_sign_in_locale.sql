-- In which language somebody signed in: so they are written to.
ALTER TABLE agent_sign_in ADD COLUMN locale {text};
