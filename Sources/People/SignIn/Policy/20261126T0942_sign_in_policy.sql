-- One row, once it was set.
CREATE TABLE sign_in_policy (
    id {int} PRIMARY KEY,
    second_factor_roles {json} NOT NULL,
    allowed_addresses {json} NOT NULL,
    updated_at {time} NOT NULL
);
