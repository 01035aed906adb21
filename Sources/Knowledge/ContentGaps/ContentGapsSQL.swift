import Base
import Storage

/// Every statement about questions that were asked in vain.
struct ContentGapsSQL {
    enum Kind {
        case withoutResult
        case unopened
    }

    let db: Connection

    /// Adds to a question of a day.
    ///
    /// Returns: Whether it was there.
    func add(_ counts: QuestionCounts, to question: AskedQuestion, on day: Int) throws(DatabaseError) -> Bool
    {
        try db.run(
            """
            UPDATE asked_question SET asked = asked + \(counts.asked), opened = opened + \(counts.opened),
                found_nothing = found_nothing + \(counts.foundNothing)
            WHERE day = \(day) AND locale = \(question.locale) AND question = \(question.text)
            """
        ) > 0
    }

    /// Begins to count a question of a day; also when another node begins at the same time.
    func insert(_ question: AskedQuestion, _ counts: QuestionCounts, on day: Int) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO asked_question (day, locale, question, asked, found_nothing, opened)
            VALUES (\(day), \(question.locale), \(question.text), \(counts.asked), \(counts.foundNothing), \(counts.opened))
            ON CONFLICT (day, locale, question) DO UPDATE SET asked = asked_question.asked + excluded.asked,
                found_nothing = asked_question.found_nothing + excluded.found_nothing,
                opened = asked_question.opened + excluded.opened
            """
        )
    }

    /// Different questions of a day.
    ///
    /// - Complexity: one range of the primary key.
    func count(on day: Int) throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM asked_question WHERE day = \(day)") ?? 0
    }

    /// Forgets the days that are over, and of yesterday what was asked once.
    ///
    /// - Complexity: the range of the primary key before today's kept days, and yesterday's.
    func forget(today: Int) throws(DatabaseError) {
        try db.run(
            """
            DELETE FROM asked_question
            WHERE day < \(today - ContentGaps.keptDays) OR (day = \(today - 1) AND asked < 2)
            """
        )
    }

    /// What was asked in vain, the most asked first.
    ///
    /// - Complexity: one range of the primary key, as many rows as questions were asked on those days.
    func questions(
        _ kind: Kind,
        since day: Int,
        _ locale: LocaleCode?
    ) throws(DatabaseError) -> [WantedQuestion] {
        let inVain: SQL =
            switch kind {
            case .withoutResult: "SUM(found_nothing) * 2 > SUM(asked)"
            // One in five is opened: the others asked again, gave up, or wrote to us.
            case .unopened: "SUM(found_nothing) * 2 <= SUM(asked) AND SUM(opened) * 5 <= SUM(asked)"
            }
        let ofLocale: SQL = locale.map { "AND locale = \($0)" } ?? ""
        return try db.all(
            WantedQuestion.self,
            """
            SELECT question, locale, SUM(asked) AS asked_in_all, SUM(opened) AS opened_in_all FROM asked_question
            WHERE day >= \(day) \(ofLocale) GROUP BY question, locale
            HAVING SUM(asked) >= \(ContentGaps.leastAsked) AND \(inVain)
            ORDER BY asked_in_all DESC, question, locale LIMIT \(ContentGaps.most)
            """
        )
    }

    /// How readers voted on each article that did not help somebody, by the language that they read.
    ///
    /// - Complexity: one pass over all votes.
    func ratings(_ locale: LocaleCode?) throws(DatabaseError) -> [ArticleRating] {
        let ofLocale: SQL = locale.map { "AND article_feedback.locale = \($0)" } ?? ""
        return try db.all(
            ArticleRating.self,
            """
            SELECT article.id, article.slug, article_feedback.locale, article_translation.title,
                SUM(CASE WHEN is_helpful THEN 1 ELSE 0 END) AS helpful_votes,
                SUM(CASE WHEN is_helpful THEN 0 ELSE 1 END) AS other_votes
            FROM article_feedback JOIN article ON article.id = article_feedback.article_id
            JOIN article_translation ON article_translation.article_id = article.id
                AND article_translation.locale = article_feedback.locale
            WHERE article_feedback.created_at >= article_translation.updated_at \(ofLocale)
            GROUP BY article.id, article.slug, article_feedback.locale, article_translation.title
            """
        )
    }
}

extension WantedQuestion: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.question = try row.get("question")
        self.locale = try row.get("locale")
        self.asked = try row.get("asked_in_all")
        self.opened = try row.get("opened_in_all")
    }
}

extension ArticleRating: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.article = try row.get("id")
        self.slug = try row.get("slug")
        self.locale = try row.get("locale")
        self.title = try row.get("title")
        self.helpful = try row.get("helpful_votes")
        self.notHelpful = try row.get("other_votes")
    }
}
