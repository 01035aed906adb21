import Base
import Safeguard
package import Storage

/// What a reader said of an article.
package struct ArticleFeedback: Sendable, Hashable, Identified {
    package static let idPrefix = "fbk"

    package let isHelpful: Bool
    /// Empty for none.
    package let comment: String

    package init(isHelpful: Bool, comment: String = "") {
        self.isHelpful = isHelpful
        self.comment = comment
    }

    /// Who says it: the same reader says it once, and may change it.
    package struct Reader: Sendable, Hashable {
        private let name: String

        /// Somebody with a session.
        package static func customer(_ id: String) -> Reader { Reader(name: "customer \(id)") }

        /// A browser, by the token in its cookie.
        package static func browser(_ token: String) -> Reader { Reader(name: "browser \(token)") }

        /// A program without a session and without cookies, by the key of its request.
        package static func request(_ key: String) -> Reader { Reader(name: "request \(key)") }

        /// What is stored: it leads back to nobody.
        var digest: [UInt8] { OpaqueToken.digest(of: name) }

        /// One request of the reader about an article, by its `Idempotency-Key`.
        func request(_ key: String, on slug: Slug) -> [UInt8] {
            OpaqueToken.digest(of: "\(name)\n\(slug)\n\(key)")
        }
    }
}

/// Every statement about what readers say.
struct ArticleFeedbackSQL {
    let db: Connection

    /// Notes that a request is done; a repeat is recognised for a day.
    ///
    /// - Returns: Whether it is the first time.
    func isFirst(_ request: [UInt8], at now: Instant) throws(DatabaseError) -> Bool {
        let forgotten = now + .seconds(-86_400)
        try db.run("DELETE FROM article_feedback_request WHERE created_at < \(forgotten)")
        return try db.run(
            """
            INSERT INTO article_feedback_request (request, created_at) VALUES (\(request), \(now))
            ON CONFLICT (request) DO NOTHING
            """
        ) > 0
    }

    /// Writes what a reader says in place of what they said before; an empty comment leaves the earlier one.
    func put(
        _ feedback: ArticleFeedback,
        of reader: ArticleFeedback.Reader,
        on article: ID<Article>,
        _ locale: LocaleCode,
        at now: Instant
    ) throws(DatabaseError) {
        // Holds the article against the same reader's other request: both would count.
        try db.run("UPDATE article SET helpful = helpful WHERE id = \(article)")
        let before = try db.rows(
            """
            SELECT id, is_helpful FROM article_feedback
            WHERE article_id = \(article) AND reader = \(reader.digest)
            """
        ).first
        let id = try before?.get("id", as: ID<ArticleFeedback>.self) ?? ID(at: now)
        let comment = try Self.sealed(feedback.comment, of: id, in: db)
        try db.run(
            """
            INSERT INTO article_feedback (id, article_id, locale, is_helpful, comment, sealed_comment, reader, created_at)
            VALUES (\(id), \(article), \(locale), \(feedback.isHelpful), '', \(comment), \(reader.digest), \(now))
            ON CONFLICT (article_id, reader) DO UPDATE SET locale = excluded.locale,
                is_helpful = excluded.is_helpful, created_at = excluded.created_at,
                comment = CASE WHEN excluded.sealed_comment IS NULL THEN article_feedback.comment ELSE '' END,
                sealed_comment = COALESCE(excluded.sealed_comment, article_feedback.sealed_comment)
            """
        )
        let (helpful, notHelpful) = feedback.isHelpful ? (1, 0) : (0, 1)
        let wasHelped = try before?.get("is_helpful", as: Bool.self)
        let (wasHelpful, wasNotHelpful) = wasHelped.map { $0 ? (1, 0) : (0, 1) } ?? (0, 0)
        try db.run(
            """
            UPDATE article SET helpful = helpful + \(helpful - wasHelpful),
                not_helpful = not_helpful + \(notHelpful - wasNotHelpful)
            WHERE id = \(article)
            """
        )
    }

    // MARK: Sealed

    /// Seals what was said before anything was sealed.
    static let sealing: TextSealer.Step = { db, limit in
        let rows = try db.rows(
            "SELECT id, comment FROM article_feedback WHERE comment <> '' ORDER BY id LIMIT \(limit)"
        )
        for row in rows {
            let id: ID<ArticleFeedback> = try row.get("id")
            let comment: String = try row.get("comment")
            let sealed = try ArticleFeedbackSQL.sealed(comment, of: id, in: db)
            try db.run(
                """
                UPDATE article_feedback SET comment = '', sealed_comment = \(sealed)
                WHERE id = \(id) AND comment = \(comment)
                """
            )
        }
        return rows.count
    }

    private static func sealed(
        _ comment: String,
        of id: ID<ArticleFeedback>,
        in db: Connection
    ) throws(DatabaseError) -> [UInt8]? {
        guard !comment.isEmpty else { return nil }
        return try db.seal(comment, of: .installation, as: field(id))
    }

    /// What was said; the row has `id`, `comment` and `sealed_comment`.
    static func comment(of row: Row) throws(DatabaseError) -> String {
        let id: ID<ArticleFeedback> = try row.get("id")
        let plain: String = try row.get("comment")
        return try row.opened("sealed_comment", of: .installation, as: field(id)) ?? plain
    }

    /// Who says it is stored as a hash that leads to no key.
    private static func field(_ id: ID<ArticleFeedback>) -> FieldName {
        FieldName("article_feedback.sealed_comment", row: id.bytes)
    }
}

extension Articles {
    /// Seals what readers said before anything was sealed.
    package static let sealing: TextSealer.Step = ArticleFeedbackSQL.sealing
}
