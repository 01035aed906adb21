import Base
import People
import Storage

/// Every statement about who was told of reviews.
struct ReviewReminderSQL {
    let db: Connection

    /// Published articles whose review is before a time, the first due first; all of them: what is overdue for long, and was
    /// told, would keep what came after it from being told.
    ///
    /// - Complexity: a range of `article_by_review`.
    func articles(before end: Instant) throws(DatabaseError) -> [ReviewedArticle] {
        try db.all(
            ReviewedArticle.self,
            """
            SELECT article.id, article.owner_id, article.review_by, COALESCE(
                (SELECT title FROM article_translation WHERE article_translation.article_id = article.id
                    AND article_translation.locale = article.source_locale),
                (SELECT title FROM article_translation WHERE article_translation.article_id = article.id
                    ORDER BY locale LIMIT 1)
            ) AS title
            FROM article WHERE article.review_by < \(end)
                AND EXISTS (SELECT 1 FROM article_translation WHERE article_translation.article_id = article.id)
            ORDER BY article.review_by, article.id
            """
        )
    }

    func told() throws(DatabaseError) -> Set<ReviewReminder> {
        Set(
            try db.all(
                ReviewReminder.self,
                "SELECT article_id, agent_id, review_by, moment FROM review_reminder"
            )
        )
    }

    func written(on day: Int) throws(DatabaseError) -> Set<ID<Agent>> {
        Set(try db.values(ID<Agent>.self, "SELECT agent_id FROM review_letter WHERE day = \(day)"))
    }

    /// Notes that somebody is written to on a day.
    ///
    /// - Returns: Whether nobody did it before; another node that does it now waits here.
    func begin(_ agent: ID<Agent>, on day: Int) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM review_letter WHERE agent_id = \(agent) AND day < \(day)")
        return try db.run(
            """
            INSERT INTO review_letter (agent_id, day) VALUES (\(agent), \(day))
            ON CONFLICT (agent_id, day) DO NOTHING
            """
        ) > 0
    }

    func insert(_ reminder: ReviewReminder) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO review_reminder (article_id, agent_id, review_by, moment)
            VALUES (\(reminder.article), \(reminder.agent), \(reminder.reviewBy), \(reminder.moment))
            ON CONFLICT (article_id, agent_id, review_by, moment) DO NOTHING
            """
        )
    }

    /// Forgets what was told of dates that are others now.
    func forget() throws(DatabaseError) {
        try db.run(
            """
            DELETE FROM review_reminder WHERE NOT EXISTS (
                SELECT 1 FROM article WHERE article.id = review_reminder.article_id
                    AND article.review_by = review_reminder.review_by
            )
            """
        )
    }
}

extension ReviewedArticle: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.title = try row.get("title")
        self.owner = try row.get("owner_id")
        self.reviewBy = try row.get("review_by")
    }
}

extension ReviewReminder: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.article = try row.get("article_id")
        self.agent = try row.get("agent_id")
        self.reviewBy = try row.get("review_by")
        self.moment = try row.get("moment")
    }
}
