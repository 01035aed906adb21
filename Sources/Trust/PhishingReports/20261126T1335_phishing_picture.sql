-- The picture of a fake that somebody sent without a session: small, few, and gone once the report is dismissed.
CREATE TABLE phishing_picture (
    phishing_report_id {id} PRIMARY KEY REFERENCES phishing_report (id),
    media_type {text} NOT NULL,
    width {int} NOT NULL,
    height {int} NOT NULL,
    sealed_content {bytes} NOT NULL,
    created_at {time} NOT NULL
);
