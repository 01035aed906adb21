import Base
import Storage

/// Every statement about the links of articles.
struct LinkCheckSQL {
    let db: Connection

    // MARK: - What has to be read

    /// Articles whose links were not read of the edition that readers see, or not since `instant`; at most `limit`.
    ///
    /// - `changed`: Only those that changed since; nil for all.
    func unread(
        since instant: Instant,
        changed: Instant?,
        limit: Int
    ) throws(DatabaseError) -> [UnreadArticle] {
        let among: SQL = changed.map { "AND article.changed_at >= \($0)" } ?? ""
        return try db.all(
            UnreadArticle.self,
            """
            SELECT article.id, article.slug, article.edition, article_link_reading.edition AS read_edition
            FROM article
            LEFT JOIN article_link_reading ON article_link_reading.article_id = article.id
            WHERE (article_link_reading.article_id IS NULL OR article_link_reading.edition <> article.edition
                OR article_link_reading.read_at <= \(instant)) \(among)
            ORDER BY article.changed_at, article.id LIMIT \(limit)
            """
        )
    }

    /// The articles that link to one, those among them whose links led nowhere before it was there.
    func linking(to article: UnreadArticle) throws(DatabaseError) -> [ID<Article>] {
        try db.values(
            ID<Article>.self,
            """
            SELECT article_id FROM article_link WHERE leads_to_id = \(article.id) AND article_id <> \(article.id)
            UNION SELECT article_id FROM article_link WHERE state = \(LinkState.broken)
                AND address LIKE \("%/\(article.slug)%") AND article_id <> \(article.id)
            """
        )
    }

    func edition(of article: ID<Article>) throws(DatabaseError) -> Int? {
        try db.value(Int.self, "SELECT edition FROM article WHERE id = \(article)")
    }

    /// What readers see of an article, as it was written.
    func written(_ article: ID<Article>) throws(DatabaseError) -> [WrittenText] {
        try db.all(
            WrittenText.self,
            "SELECT locale, body FROM article_translation WHERE article_id = \(article) ORDER BY locale"
        )
    }

    // MARK: - What was read

    /// Writes the links of an article anew; what is as it was keeps since when.
    func put(
        _ links: [LocaleCode: [ArticleLink]],
        of article: ID<Article>,
        edition: Int,
        at now: Instant
    ) throws(DatabaseError) {
        // First, for it makes another node that reads the same wait.
        try db.run(
            """
            INSERT INTO article_link_reading (article_id, edition, read_at) VALUES (\(article), \(edition), \(now))
            ON CONFLICT (article_id) DO UPDATE SET edition = excluded.edition, read_at = excluded.read_at
            """
        )
        let before = try db.all(
            KnownLink.self,
            "SELECT locale, kind, address, state, reason, since FROM article_link WHERE article_id = \(article)"
        )
        let known = Dictionary(before.map { ($0.key, $0.since) }) { first, _ in first }
        try db.run("DELETE FROM article_link WHERE article_id = \(article)")
        for (locale, links) in links.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for (number, link) in links.enumerated() {
                let judgement = link.judgement
                let key = KnownLink.Key(
                    locale: locale,
                    kind: link.kind,
                    address: link.address,
                    state: judgement.state,
                    reason: judgement.reason
                )
                try db.run(
                    """
                    INSERT INTO article_link (article_id, locale, number, kind, address, line, snippet, target,
                        leads_to_id, state, reason, suggestion, since)
                    VALUES (\(article), \(locale), \(number), \(link.kind), \(link.address), \(link.line),
                        \(link.snippet), \(judgement.target), \(judgement.article), \(judgement.state),
                        \(judgement.reason), \(judgement.suggestion), \(known[key] ?? now))
                    """
                )
                if let target = judgement.target { try insert(OutsideLink(target, at: now)) }
            }
        }
    }

    private func insert(_ link: OutsideLink) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO outside_link (address, host, state, since, failed_days, due_at)
            VALUES (\(link.address), \(link.host), \(link.state), \(link.since), 0, \(link.dueAt))
            ON CONFLICT (address) DO NOTHING
            """
        )
    }

    // MARK: - Other servers

    func isAnyDue(at now: Instant) throws(DatabaseError) -> Bool {
        try db.value(Int.self, "SELECT COUNT(*) FROM outside_link WHERE due_at <= \(now)") ?? 0 > 0
    }

    /// Takes what is due for a while, so that no other node asks the same, and forgets what nothing leads to any more.
    ///
    /// - Parameters:
    ///   - now: What was due by then is taken, the longest due first.
    ///   - end: When another node may take what was not asked until then.
    ///   - limit: Addresses at most.
    ///   - ofHost: Addresses of one server at most.
    /// - Returns: 0...`limit` links.
    /// - Throws: `DatabaseError` when the engine fails.
    func take(
        at now: Instant,
        until end: Instant,
        limit: Int,
        ofHost: Int
    ) throws(DatabaseError) -> [OutsideLink] {
        try db.run(
            """
            DELETE FROM outside_link WHERE due_at <= \(now)
                AND NOT EXISTS (SELECT 1 FROM article_link WHERE article_link.target = outside_link.address)
            """
        )
        return try db.all(
            OutsideLink.self,
            """
            UPDATE outside_link SET due_at = \(end) WHERE due_at <= \(now) AND address IN (
                SELECT address FROM (
                    SELECT address, due_at, ROW_NUMBER() OVER (PARTITION BY host ORDER BY due_at, address) AS place
                    FROM outside_link WHERE due_at <= \(now)
                ) AS due
                WHERE place <= \(ofHost) ORDER BY due_at, address LIMIT \(limit)
            ) RETURNING \(OutsideLink.columns)
            """
        )
    }

    func outside(_ addresses: Set<String>) throws(DatabaseError) -> [OutsideLink] {
        try db.all(
            OutsideLink.self,
            "SELECT \(OutsideLink.columns) FROM outside_link WHERE address IN (\(list: addresses.sorted()))"
        )
    }

    /// What other servers are asked for an address in an article.
    func outside(_ article: ID<Article>, _ address: String) throws(DatabaseError) -> [OutsideLink] {
        let targets: SQL = """
            SELECT target FROM article_link WHERE article_id = \(article) AND address = \(address)
            """
        return try db.all(
            OutsideLink.self,
            "SELECT \(OutsideLink.columns) FROM outside_link WHERE address IN (\(targets))"
        )
    }

    func update(_ link: OutsideLink) throws(DatabaseError) {
        try db.run(
            """
            UPDATE outside_link SET state = \(link.state), status = \(link.status), reason = \(link.reason),
                suggestion = \(link.suggestion), since = \(link.since), failed_days = \(link.failedDays),
                failed_day = \(link.failedDay), checked_at = \(link.checkedAt), due_at = \(link.dueAt)
            WHERE address = \(link.address)
            """
        )
    }

    // MARK: - Telling

    private static let from: SQL = """
        article_link LEFT JOIN outside_link ON outside_link.address = article_link.target
        """
    private static let state: SQL = "COALESCE(outside_link.state, article_link.state)"

    /// How many links there are in each state.
    func counts() throws(DatabaseError) -> [LinkState: Int] {
        let found = try db.all(
            StateCount.self,
            "SELECT \(Self.state) AS link_state, COUNT(*) AS link_count FROM \(Self.from) GROUP BY \(Self.state)"
        )
        return Dictionary(found.map { ($0.state, $0.count) }) { first, _ in first }
    }

    /// Links in some states, the worst first, then the longest.
    func findings(_ states: [LinkState], limit: Int) throws(DatabaseError) -> [LinkFinding] {
        let ranks = LinkState.allCases.enumerated().map { number, state -> SQL in
            "WHEN \(state) THEN \(number)"
        }
        return try findings(
            "\(Self.state) IN (\(list: states))",
            order: "CASE \(Self.state) \(ranks.joined(separator: " ")) END, link_since, ",
            limit: limit
        )
    }

    /// The links of an article with an address.
    func findings(_ article: ID<Article>, _ address: String) throws(DatabaseError) -> [LinkFinding] {
        try findings(
            "article_link.article_id = \(article) AND article_link.address = \(address)",
            order: "",
            limit: 100
        )
    }

    private func findings(_ condition: SQL, order: SQL, limit: Int) throws(DatabaseError) -> [LinkFinding] {
        try db.all(
            LinkFinding.self,
            """
            SELECT article.id, article.slug, article_translation.title, article_link.locale, article_link.kind,
                article_link.address, article_link.line, article_link.snippet, \(Self.state) AS link_state,
                outside_link.status, COALESCE(outside_link.reason, article_link.reason) AS link_reason,
                COALESCE(outside_link.suggestion, article_link.suggestion) AS link_suggestion,
                COALESCE(outside_link.since, article_link.since) AS link_since, outside_link.checked_at
            FROM \(Self.from) JOIN article ON article.id = article_link.article_id
            JOIN article_translation ON article_translation.article_id = article_link.article_id
                AND article_translation.locale = article_link.locale
            WHERE \(condition)
            ORDER BY \(order)article.slug, article_link.locale, article_link.number LIMIT \(limit)
            """
        )
    }
}

/// An article whose links have to be read.
struct UnreadArticle: RowDecodable {
    let id: ID<Article>
    let slug: Slug
    let edition: Int
    /// Nil where they never were.
    let readEdition: Int?

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.slug = try row.get("slug")
        self.edition = try row.get("edition")
        self.readEdition = try row.get("read_edition")
    }
}

/// A published text as its author wrote it.
struct WrittenText: RowDecodable {
    let locale: LocaleCode
    let body: String

    init(row: Row) throws(DatabaseError) {
        self.locale = try row.get("locale")
        self.body = try row.get("body")
    }
}

private struct KnownLink: RowDecodable {
    struct Key: Hashable {
        let locale: LocaleCode
        let kind: MarkdownDocument.Link.Kind
        let address: String
        let state: LinkState
        let reason: String?
    }

    let key: Key
    let since: Instant

    init(row: Row) throws(DatabaseError) {
        self.key = Key(
            locale: try row.get("locale"),
            kind: try row.get("kind"),
            address: try row.get("address"),
            state: try row.get("state"),
            reason: try row.get("reason")
        )
        self.since = try row.get("since")
    }
}

private struct StateCount: RowDecodable {
    let state: LinkState
    let count: Int

    init(row: Row) throws(DatabaseError) {
        self.state = try row.get("link_state")
        self.count = try row.get("link_count")
    }
}

extension LinkFinding: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.article = try row.get("id")
        self.slug = try row.get("slug")
        self.title = try row.get("title")
        self.locale = try row.get("locale")
        self.kind = try row.get("kind")
        let address: String = try row.get("address")
        self.address = address
        self.line = try row.get("line")
        self.snippet = try row.get("snippet")
        self.state = try row.get("link_state")
        self.status = try row.get("status")
        self.reason = try row.get("link_reason")
        let suggestion: String? = try row.get("link_suggestion")
        self.suggestion = suggestion.map { LinkAddress.keepingPart(of: address, in: $0) }
        self.since = try row.get("link_since")
        self.checkedAt = try row.get("checked_at")
    }
}
