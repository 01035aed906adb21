package import Base
package import People
package import Storage

/// What customers said of articles, as personal records: what a browser without a session said leads back to nobody.
package struct FeedbackRecords: PersonalRecords {
    private struct Said: Encodable, RowDecodable {
        let article: String
        let locale: String
        let isHelpful: Bool
        let comment: String
        let createdAt: Instant

        init(row: Row) throws(DatabaseError) {
            self.article = try row.get("slug")
            self.locale = try row.get("locale")
            self.isHelpful = try row.get("is_helpful")
            self.comment = try ArticleFeedbackSQL.comment(of: row)
            self.createdAt = try row.get("created_at")
        }
    }

    private let database: any Database

    package init(_ database: any Database) {
        self.database = database
    }

    package func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        let said = try await database.read { db in
            try db.all(
                Said.self,
                """
                SELECT article_feedback.id, article.slug, article_feedback.locale, is_helpful, comment, sealed_comment,
                    article_feedback.created_at
                FROM article_feedback JOIN article ON article.id = article_feedback.article_id
                WHERE reader IN (\(list: Self.readers(subject))) ORDER BY article_feedback.created_at
                """
            )
        }
        if !said.isEmpty { try await tell(PersonalDocument("article_feedback.json", json: said)) }
    }

    package func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        // The vote stays counted, as nobody's.
        let said = try db.run(
            """
            UPDATE article_feedback SET reader = NULL, comment = '', sealed_comment = NULL
            WHERE reader IN (\(list: Self.readers(subject)))
            """
        )
        return ErasureStep(
            erased: [.articleComments: said],
            kept: [.articleVotes: said],
            isDone: true
        )
    }

    private static func readers(_ subject: DataSubject) -> [[UInt8]] {
        subject.ids.map { ArticleFeedback.Reader.customer($0.description).digest }
    }
}
