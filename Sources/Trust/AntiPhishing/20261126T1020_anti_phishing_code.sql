-- What a customer finds in everything that we send them: sealed under their own key, and gone with it.
CREATE TABLE anti_phishing_code (
    customer_id {id} PRIMARY KEY REFERENCES customer (id),
    code {bytes} NOT NULL,
    updated_at {time} NOT NULL
);
