import Base
import Safeguard
import Storage

/// Every statement about questions that were asked in vain.
struct ContentGapsSQL {
    enum Kind {
        case withoutResult
        case unopened
    }

    private static let field = FieldName("asked_question.sealed_question")
    private static let readerField = FieldName("question_reader.reader")

    let db: Connection

    /// Adds to a question of a day.
    ///
    /// Returns: Whether it was there.
    func add(_ counts: QuestionCounts, to question: StoredQuestion, on day: Int) throws(DatabaseError) -> Bool
    {
        try db.run(
            """
            UPDATE asked_question SET asked = asked + \(counts.asked), opened = opened + \(counts.opened),
                found_nothing = found_nothing + \(counts.foundNothing)
            WHERE day = \(day) AND locale = \(question.locale) AND fingerprint = \(question.fingerprint)
            """
        ) > 0
    }

    /// Begins to count a question of a day; also when another node begins at the same time.
    func insert(_ question: StoredQuestion, _ counts: QuestionCounts, on day: Int) throws(DatabaseError) {
        let sealed = try db.seal(question.text, of: .installation, as: Self.field)
        try db.run(
            """
            INSERT INTO asked_question (day, locale, fingerprint, sealed_question, asked, found_nothing, opened)
            VALUES (\(day), \(question.locale), \(question.fingerprint), \(sealed), \(counts.asked),
                \(counts.foundNothing), \(counts.opened))
            ON CONFLICT (day, locale, fingerprint) DO UPDATE SET asked = asked_question.asked + excluded.asked,
                found_nothing = asked_question.found_nothing + excluded.found_nothing,
                opened = asked_question.opened + excluded.opened
            """
        )
    }

    /// A question as its row is found.
    struct StoredQuestion {
        let text: String
        let locale: LocaleCode
        let fingerprint: [UInt8]
    }

    func stored(_ question: AskedQuestion) throws(DatabaseError) -> StoredQuestion {
        let fingerprint = try db.dataKey(of: .installation).fingerprint(question.text, as: Self.field)
        return StoredQuestion(text: question.text, locale: question.locale, fingerprint: fingerprint)
    }

    /// Different questions of a day.
    ///
    /// - Complexity: one range of the primary key.
    func count(on day: Int) throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM asked_question WHERE day = \(day)") ?? 0
    }

    /// Keeps who asked a question, until so many did that it is nobody's.
    func note(_ reader: String, of question: StoredQuestion, on day: Int) throws(DatabaseError) {
        let hash = try db.dataKey(of: .installation).fingerprint(
            "\(reader)\n\(question.text)",
            as: Self.readerField
        )
        try db.run(
            """
            INSERT INTO question_reader (fingerprint, locale, reader, day)
            SELECT \(question.fingerprint), \(question.locale), \(hash), \(day)
            WHERE (SELECT COUNT(*) FROM question_reader WHERE fingerprint = \(question.fingerprint)
                AND locale = \(question.locale) AND reader <> \(hash)) < \(ContentGaps.leastReaders)
            ON CONFLICT (fingerprint, locale, reader) DO UPDATE SET day = excluded.day
            """
        )
    }

    /// Forgets what is older than it is kept, and of other days than today what was asked once.
    ///
    /// - Complexity: the ranges of what goes.
    func forget(today: Int) throws(DatabaseError) {
        let first = today - ContentGaps.keptDays
        try db.run("DELETE FROM asked_question WHERE day < \(first)")
        try db.run("DELETE FROM asked_question WHERE day < \(today) AND asked < 2")
        try db.run("DELETE FROM question_reader WHERE day < \(first)")
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
        let found = try db.all(
            CountedFingerprint.self,
            """
            SELECT fingerprint, locale, SUM(asked) AS asked_in_all, SUM(opened) AS opened_in_all FROM asked_question
            WHERE day >= \(day) \(ofLocale) GROUP BY fingerprint, locale
            HAVING \(inVain) AND (
                SELECT COUNT(*) FROM question_reader WHERE question_reader.fingerprint = asked_question.fingerprint
                    AND question_reader.locale = asked_question.locale
            ) >= \(ContentGaps.leastReaders)
            ORDER BY asked_in_all DESC, fingerprint, locale LIMIT \(ContentGaps.most)
            """
        )
        var wanted: [WantedQuestion] = []
        for counted in found {
            guard let text = try question(counted.fingerprint) else { continue }
            wanted.append(
                WantedQuestion(
                    question: text,
                    locale: counted.locale,
                    asked: counted.asked,
                    opened: counted.opened
                )
            )
        }
        return wanted
    }

    /// What counts two questions that were asked one after the other.
    func stored(
        pairOf first: StoredQuestion,
        _ second: StoredQuestion
    ) throws(DatabaseError) -> StoredQuestion {
        // No question holds a line's end.
        let text = "\(first.text)\n\(second.text)"
        let fingerprint = try db.dataKey(of: .installation).fingerprint(text, as: Self.field)
        return StoredQuestion(text: text, locale: first.locale, fingerprint: fingerprint)
    }

    /// Whether most who asked a question since a day found nothing.
    func foundNothing(
        _ fingerprint: [UInt8],
        in locale: LocaleCode,
        since day: Int
    ) throws(DatabaseError) -> Bool {
        try db.value(
            Bool.self,
            """
            SELECT COALESCE(SUM(found_nothing), 0) * 2 > COALESCE(SUM(asked), 0) FROM asked_question
            WHERE fingerprint = \(fingerprint) AND locale = \(locale) AND day >= \(day)
            """
        ) ?? true
    }

    /// What a hash stands for.
    func question(_ fingerprint: [UInt8]) throws(DatabaseError) -> String? {
        try db.first(
            OpenedQuestion.self,
            "SELECT sealed_question FROM asked_question WHERE fingerprint = \(fingerprint) LIMIT 1"
        )?.text
    }

    private struct OpenedQuestion: RowDecodable {
        let text: String?

        init(row: Row) throws(DatabaseError) {
            self.text = try row.opened("sealed_question", of: .installation, as: ContentGapsSQL.field)
        }
    }

    private struct CountedFingerprint: RowDecodable {
        let fingerprint: [UInt8]
        let locale: LocaleCode
        let asked: Int
        let opened: Int

        init(row: Row) throws(DatabaseError) {
            self.fingerprint = try row.get("fingerprint")
            self.locale = try row.get("locale")
            self.asked = try row.get("asked_in_all")
            self.opened = try row.get("opened_in_all")
        }
    }

    /// How readers voted on each article since a day and since it was changed last, by the language that they read.
    ///
    /// - Complexity: as many rows as votes were given on those days.
    func ratings(since day: Int, _ locale: LocaleCode?) throws(DatabaseError) -> [ArticleRating] {
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
            WHERE article_feedback.created_at >= \(Instant(day: day))
                AND article_feedback.created_at >= article_translation.updated_at \(ofLocale)
            GROUP BY article.id, article.slug, article_feedback.locale, article_translation.title
            """
        )
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
