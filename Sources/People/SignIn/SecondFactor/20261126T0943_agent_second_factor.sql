CREATE TABLE agent_second_factor (
    agent_id {id} PRIMARY KEY REFERENCES agent (id),
    -- Sealed with the agent's data key; there is none until it was confirmed.
    secret {bytes},
    enrolled_at {time},
    -- Sealed alike: what waits to be confirmed.
    pending_secret {bytes},
    pending_at {time},
    -- The time step of the last code that was used.
    last_step {int} NOT NULL,
    -- Wrong codes since the last right one.
    failures {int} NOT NULL,
    locked_until {time} NOT NULL
);

CREATE TABLE agent_recovery_code (
    agent_id {id} NOT NULL REFERENCES agent (id),
    digest {bytes} NOT NULL,
    salt {bytes} NOT NULL,
    used_at {time},
    PRIMARY KEY (agent_id, digest)
);
