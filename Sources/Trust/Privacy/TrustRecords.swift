package import Base
package import People
package import Storage

/// Verifications, anti-phishing codes, doubts and reports of customers, as personal records.
package struct TrustRecords: PersonalRecords {
    private let database: any Database

    package init(_ database: any Database) {
        self.database = database
    }

    private struct Verification: Encodable, RowDecodable {
        let conversation: String
        let purpose: StepUp.Purpose
        let method: StepUp.Method
        let status: StepUp.Status
        let sentTo: String?
        let createdAt: Instant
        let decidedAt: Instant?
        let validUntil: Instant?

        init(row: Row) throws(DatabaseError) {
            self.conversation = try row.get("conversation_id", as: ID<ConversationPlace>.self).description
            self.purpose = try row.get("purpose")
            self.method = try row.get("method")
            self.status = try row.get("status")
            self.sentTo = try row.get("sent_to")
            self.createdAt = try row.get("created_at")
            self.decidedAt = try row.get("decided_at")
            self.validUntil = try row.get("valid_until")
        }
    }

    private struct Challenge: Encodable, RowDecodable {
        let conversation: String
        let createdAt: Instant
        let usedAt: Instant?

        init(row: Row) throws(DatabaseError) {
            self.conversation = try row.get("conversation")
            self.createdAt = try row.get("created_at")
            self.usedAt = try row.get("used_at")
        }
    }

    private struct Report: Encodable, RowDecodable {
        let kind: String
        let subject: String
        let comment: String
        let createdAt: Instant

        init(row: Row) throws(DatabaseError) {
            self.kind = try row.get("kind")
            self.subject = try row.get("subject")
            self.comment = try SightingComment.text(of: row)
            self.createdAt = try row.get("created_at")
        }
    }

    private struct Document: Encodable {
        let antiPhishingCode: String?
        let verifications: [Verification]
        let challenges: [Challenge]
        let reports: [Report]
    }

    package func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        let document = try await database.read { db in
            let sql = TrustRecordsSQL(db: db)
            let code = reader == .subject ? try AntiPhishingCodes.code(of: subject.id, in: db) : nil
            return Document(
                antiPhishingCode: code?.text,
                verifications: try db.all(Verification.self, sql.verifications(of: subject)),
                challenges: try db.all(Challenge.self, sql.challenges(of: subject)),
                reports: try db.all(Report.self, sql.reports(of: subject))
            )
        }
        try await tell(PersonalDocument("trust.json", json: document))
    }

    package func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        try TrustRecordsSQL(db: db).erase(subject)
    }
}

extension StepUps {
    /// That customers were asked to prove who they are, and what became of it.
    package static var retention: RetentionRule {
        RetentionRule("verifications") { db, moment, limit in
            try db.run(
                """
                DELETE FROM step_up WHERE id IN (
                    SELECT id FROM step_up WHERE id < \(ID<StepUp>.first(at: moment)) ORDER BY id LIMIT \(limit)
                )
                """
            )
        }
    }
}

/// Every statement about what Trust keeps of one customer.
private struct TrustRecordsSQL {
    let db: Connection

    func verifications(of subject: DataSubject) -> SQL {
        """
        SELECT conversation_id, purpose, method, status, sent_to, created_at, decided_at, valid_until FROM step_up
        WHERE customer_id IN (\(list: subject.ids)) ORDER BY created_at
        """
    }

    func challenges(of subject: DataSubject) -> SQL {
        """
        SELECT conversation, created_at, used_at FROM badge_challenge
        WHERE customer_id IN (\(list: subject.ids)) ORDER BY created_at
        """
    }

    func reports(of subject: DataSubject) -> SQL {
        """
        SELECT phishing_report.kind, phishing_report.subject, \(SightingComment.columns), phishing_sighting.created_at
        FROM phishing_sighting JOIN phishing_report ON phishing_report.id = phishing_sighting.phishing_report_id
        WHERE phishing_sighting.customer_id IN (\(list: subject.ids)) ORDER BY phishing_sighting.created_at
        """
    }

    func erase(_ subject: DataSubject) throws(DatabaseError) -> ErasureStep {
        let customers = subject.ids
        let codes = try db.run("DELETE FROM anti_phishing_code WHERE customer_id IN (\(list: customers))")
        let verifications = try db.run("DELETE FROM step_up WHERE customer_id IN (\(list: customers))")
        let challenges = try db.run("DELETE FROM badge_challenge WHERE customer_id IN (\(list: customers))")
        // The fake is a fake for everybody else as well.
        let reports = try db.run(
            """
            UPDATE phishing_sighting SET customer_id = NULL, comment = '', sealed_comment = NULL, conversation = NULL,
                reference = NULL, seq = NULL
            WHERE customer_id IN (\(list: customers))
            """
        )
        return ErasureStep(
            erased: [
                .antiPhishingCodes: codes, .verifications: verifications, .challenges: challenges,
                .reportComments: reports,
            ],
            kept: [.phishingReports: reports],
            isDone: true
        )
    }
}
