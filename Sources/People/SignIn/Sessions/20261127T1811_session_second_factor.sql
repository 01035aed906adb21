-- When its owner proved a second factor with it; null for a session that has not.
ALTER TABLE agent_session ADD COLUMN second_factor_at {time};

-- Whoever has an authenticator app came in by its code, or set it up with the session: the others ended then.
UPDATE agent_session SET second_factor_at = created_at
WHERE method IN ('authenticator', 'recovery_code', 'passkey', 'openid_second_factor')
    OR agent_id IN (SELECT agent_id FROM agent_second_factor WHERE secret IS NOT NULL);

-- Whoever has passkeys and came in without one signs in again, with one.
DELETE FROM agent_session
WHERE second_factor_at IS NULL AND agent_id IN (SELECT agent_id FROM agent_passkey);
