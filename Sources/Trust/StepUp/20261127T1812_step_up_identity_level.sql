-- How well the exchange had verified the customer who was asked; null where it did not say.
ALTER TABLE step_up ADD COLUMN identity_level {text};
