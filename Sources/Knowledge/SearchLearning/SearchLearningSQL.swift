import Base
import Storage

/// Every statement about what readers do with results.
struct SearchLearningSQL {
    let db: Connection

    /// Adds what readers of a question opened, and what they asked next.
    func add(
        _ counts: QuestionCounts,
        to question: ContentGapsSQL.StoredQuestion,
        on day: Int
    ) throws(DatabaseError) {
        for (article, weight) in counts.clicks.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try db.run(
                """
                INSERT INTO question_click (day, locale, fingerprint, article_id, weight)
                SELECT \(day), \(question.locale), \(question.fingerprint), id, \(weight) FROM article
                WHERE slug = \(article)
                ON CONFLICT (fingerprint, locale, article_id, day) DO UPDATE
                SET weight = question_click.weight + excluded.weight
                """
            )
        }
        let gaps = ContentGapsSQL(db: db)
        for (next, readers) in counts.followed.sorted(by: { $0.key.text < $1.key.text }) {
            let following = try gaps.stored(next)
            let pair = try gaps.stored(pairOf: question, following)
            try db.run(
                """
                INSERT INTO question_follow (day, locale, pair, fingerprint, next_fingerprint, asked)
                VALUES (\(day), \(question.locale), \(pair.fingerprint), \(question.fingerprint),
                    \(following.fingerprint), \(readers.count))
                ON CONFLICT (pair, locale, day) DO UPDATE SET asked = question_follow.asked + excluded.asked
                """
            )
            for reader in readers.sorted() { try gaps.note(reader, of: pair, on: day) }
        }
    }

    func forget(before day: Int) throws(DatabaseError) {
        try db.run("DELETE FROM question_click WHERE day < \(day)")
        try db.run("DELETE FROM question_follow WHERE day < \(day)")
    }

    /// What readers opened after questions that enough of them asked, of the most clicked questions.
    ///
    /// - Complexity: as many rows as there are clicks since that day.
    func clicks(since day: Int, most: Int) throws(DatabaseError) -> [LearnedOrder.Clicks] {
        let rows = try db.all(
            ClickedRow.self,
            """
            SELECT fingerprint, locale, article.slug, SUM(weight) AS clicked FROM question_click
            JOIN article ON article.id = question_click.article_id WHERE day >= \(day)
            GROUP BY fingerprint, locale, article.slug HAVING \(Self.isNobodys("question_click.fingerprint", "question_click"))
            ORDER BY clicked DESC, fingerprint, locale, article.slug LIMIT \(most)
            """
        )
        let gaps = ContentGapsSQL(db: db)
        var texts: [[UInt8]: String?] = [:]
        var clicks: [LearnedOrder.Clicks] = []
        for row in rows {
            if texts[row.fingerprint] == nil {
                texts[row.fingerprint] = .some(try gaps.question(row.fingerprint))
            }
            guard let text = texts[row.fingerprint] ?? nil else { continue }
            clicks.append(.init(question: text, locale: row.locale, article: row.article, weight: row.weight))
        }
        return clicks
    }

    /// What enough readers asked on the results of a question, the most asked first.
    ///
    /// - Complexity: as many rows as there are pairs since that day.
    func follows(since day: Int, most: Int) throws(DatabaseError) -> [FollowedQuestion] {
        let rows = try db.all(
            FollowRow.self,
            """
            SELECT fingerprint, next_fingerprint, locale, SUM(asked) AS times FROM question_follow
            WHERE day >= \(day) GROUP BY pair, fingerprint, next_fingerprint, locale
            HAVING \(Self.isNobodys("question_follow.pair", "question_follow"))
            ORDER BY times DESC, pair LIMIT \(most)
            """
        )
        let gaps = ContentGapsSQL(db: db)
        var follows: [FollowedQuestion] = []
        for row in rows {
            guard try !gaps.foundNothing(row.next, in: row.locale, since: day),
                let first = try gaps.question(row.fingerprint), let next = try gaps.question(row.next)
            else { continue }
            follows.append(FollowedQuestion(question: first, next: next, locale: row.locale))
        }
        return follows
    }

    /// How readers voted since a day, each article once.
    func votes(since day: Int) throws(DatabaseError) -> [LearnedOrder.Votes] {
        let ratings = try ContentGapsSQL(db: db).ratings(since: day, nil)
        return Dictionary(grouping: ratings, by: \.slug).map { article, ratings in
            LearnedOrder.Votes(
                article: article,
                helpful: ratings.reduce(0) { $0 + $1.helpful },
                notHelpful: ratings.reduce(0) { $0 + $1.notHelpful }
            )
        }
    }

    /// The addresses of what was begun since a moment.
    func articles(since moment: Instant) throws(DatabaseError) -> [Slug] {
        try db.all(SlugRow.self, "SELECT slug FROM article WHERE created_at >= \(moment)").map(\.slug)
    }

    /// Whether so many did it that it is no one person's.
    private static func isNobodys(_ fingerprint: SQL, _ table: SQL) -> SQL {
        """
        (SELECT COUNT(*) FROM question_reader WHERE question_reader.fingerprint = \(fingerprint)
            AND question_reader.locale = \(table).locale) >= \(ContentGaps.leastReaders)
        """
    }

    private struct ClickedRow: RowDecodable {
        let fingerprint: [UInt8]
        let locale: LocaleCode
        let article: Slug
        let weight: Int

        init(row: Row) throws(DatabaseError) {
            self.fingerprint = try row.get("fingerprint")
            self.locale = try row.get("locale")
            self.article = try row.get("slug")
            self.weight = try row.get("clicked")
        }
    }

    private struct FollowRow: RowDecodable {
        let fingerprint: [UInt8]
        let next: [UInt8]
        let locale: LocaleCode

        init(row: Row) throws(DatabaseError) {
            self.fingerprint = try row.get("fingerprint")
            self.next = try row.get("next_fingerprint")
            self.locale = try row.get("locale")
        }
    }

    private struct SlugRow: RowDecodable {
        let slug: Slug

        init(row: Row) throws(DatabaseError) { self.slug = try row.get("slug") }
    }
}
