import Base
import Storage
package import Web

/// Whether the links and pictures of articles lead where they should.
///
/// What this server knows is looked up in its store as soon as something is published, and once a day; what stands on other
/// servers is asked once a day, through ``OutgoingGuard``.
package struct LinkCheck: Sendable {
    /// How often everything is looked at again.
    private static let day = Duration.seconds(86_400)
    /// Longer than a transaction and the clocks of two nodes are apart.
    private static let overlap = Duration.seconds(20)
    /// Of a report.
    static let most = 500
    private static let batch = 20
    /// Of one server in a round: one that is slow holds up no others.
    private static let mostOfHost = 5
    /// How long a node may take to ask what it took.
    private static let lease = Duration.seconds(600)
    /// Servers that are asked at once.
    private static let mostHosts = 4

    let database: any Database
    private let shelf: APIShelf
    private let site: SiteOrigin?
    private let pages: Set<String>
    private let asker: OutsideAsker
    private let asksOthers: Bool
    /// Between two questions to one server.
    private let spacing: Duration
    let clock: any WallClock

    /// - Parameters:
    ///   - articles: Whose links they are.
    ///   - shelf: The API documents that they may lead to.
    ///   - site: Where everybody reaches this installation; nil where nobody said.
    ///   - pages: The paths of further pages that always are, such as `/verify`.
    ///   - asksOthers: Whether other servers are asked.
    ///   - spacing: Between two questions to one server.
    ///   - ask: How they are asked: through the guard against addresses inside.
    package init(
        _ articles: Articles,
        shelf: APIShelf,
        site: SiteOrigin?,
        pages: Set<String>,
        asksOthers: Bool,
        spacing: Duration = .seconds(1),
        ask: @escaping @Sendable (OutgoingRequest) async throws -> OutgoingAnswer
    ) {
        self.database = articles.database
        self.clock = articles.clock
        self.shelf = shelf
        self.site = site
        self.pages = LinkSurroundings.portal.union(pages)
        self.asker = OutsideAsker(ask: ask)
        self.asksOthers = asksOthers
        self.spacing = spacing
    }

    // MARK: - Telling

    /// What is wrong, the worst first, and how many links are in each state.
    func report(_ states: [LinkState], limit: Int) async throws -> LinkReport {
        try await database.read { db -> LinkReport in
            let sql = LinkCheckSQL(db: db)
            return LinkReport(counts: try sql.counts(), findings: try sql.findings(states, limit: limit))
        }
    }

    /// What readers would meet in the working text of an article, before it is published.
    ///
    /// Other servers are not asked for it: what is known of them is told.
    ///
    /// - Throws: ``AuthoringError``.
    func findings(of id: ID<Article>, in locale: LocaleCode) async throws -> [LinkFinding] {
        let (article, working, shelf, videos) = try await database.read { db in
            let article = try Authoring.article(id, in: db)
            guard let working = article.text(in: locale) else {
                throw AuthoringError.translationNotFound(locale.rawValue)
            }
            let shelf = try SnippetSQL(db: db).shelf()
            return (article, working, shelf, try Self.videos([locale: working.text.body], shelf, db))
        }
        let reader = try await BlockingWork.run {
            LinkReader(working.text.body, shelf, videos, in: locale)
        }
        let links = try await judged([locale: reader], for: article.settings.audience)[locale] ?? []
        let targets = Set(links.compactMap(\.judgement.target))
        let asked = try await database.read { db in try LinkCheckSQL(db: db).outside(targets) }
        let known = Dictionary(asked.map { ($0.address, $0) }) { first, _ in first }
        let now = clock.now
        return links.map { link in
            let outside = link.judgement.target.flatMap { known[$0] }
            return LinkFinding(
                article: id,
                slug: article.settings.slug,
                title: working.text.title,
                locale: locale,
                kind: link.kind,
                address: link.address,
                line: link.line,
                snippet: link.snippet,
                state: outside?.state ?? link.judgement.state,
                status: outside?.status,
                reason: outside?.reason ?? link.judgement.reason,
                suggestion: (outside?.suggestion ?? link.judgement.suggestion).map {
                    LinkAddress.keepingPart(of: link.address, in: $0)
                },
                since: outside?.since ?? now,
                checkedAt: outside?.checkedAt
            )
        }
    }

    /// Looks at a link again, now; another server is asked.
    ///
    /// - Returns: How it stands now wherever the article has that address; nothing where it has it no more.
    /// - Throws: ``AuthoringError/notFound``.
    func checkAgain(_ address: String, of id: ID<Article>) async throws -> [LinkFinding] {
        guard try await read(id) else { throw AuthoringError.notFound }
        if asksOthers {
            let asked = try await database.read { db in try LinkCheckSQL(db: db).outside(id, address) }
            for link in asked { try await ask(link) }
        }
        return try await database.read { db in try LinkCheckSQL(db: db).findings(id, address) }
    }

    // MARK: - Reading

    /// Reads the links of articles that changed since a mark, and of those that lead to them.
    func readChanges(since mark: ArticleMark) async throws {
        let since = (mark.changedAt ?? Instant(milliseconds: 0)) - Self.overlap
        while try await readSome(changed: since) > 0 {}
    }

    /// Reads the links of some articles that were never read, or not for a day.
    ///
    /// - Returns: Of how many.
    @discardableResult
    func readSome(changed: Instant? = nil) async throws -> Int {
        let before = changed == nil ? clock.now - Self.day : Instant(milliseconds: 0)
        let unread = try await database.read { db in
            try LinkCheckSQL(db: db).unread(since: before, changed: changed, limit: Self.batch)
        }
        for article in unread {
            _ = try await read(article.id)
            guard article.readEdition != article.edition else { continue }
            // What leads to it shows at once that it is there, gone, or has another address.
            let linking = try await database.read { db in try LinkCheckSQL(db: db).linking(to: article) }
            for id in linking { _ = try await read(id) }
        }
        return unread.count
    }

    /// Reads the links of an article, and judges them by what this server knows.
    ///
    /// - Returns: Whether there is such an article.
    private func read(_ id: ID<Article>) async throws -> Bool {
        let found = try await database.read { db -> ReadArticle? in
            let sql = LinkCheckSQL(db: db)
            guard let article = try ArticleSQL(db: db).article(id), let edition = try sql.edition(of: id)
            else { return nil }
            let texts = Dictionary(try sql.written(id).map { ($0.locale, $0.body) }) { first, _ in first }
            let shelf = try SnippetSQL(db: db).shelf(for: Array(texts.values))
            return ReadArticle(
                article: article,
                edition: edition,
                texts: texts,
                shelf: shelf,
                videos: try Self.videos(texts, shelf, db)
            )
        }
        guard let found else { return false }
        let (article, edition) = (found.article, found.edition)
        let readers = try await BlockingWork.run {
            Dictionary(
                found.texts.map { locale, body in
                    (locale, LinkReader(body, found.shelf, found.videos, in: locale))
                }
            ) { first, _ in first }
        }
        let links = try await judged(readers, for: article.audience)
        let now = clock.now
        try await database.write { db in
            try LinkCheckSQL(db: db).put(links, of: id, edition: edition, at: now)
        }
        return true
    }

    /// An article with all that its texts name.
    private struct ReadArticle {
        let article: Article
        let edition: Int
        /// As they were written.
        let texts: [LocaleCode: String]
        let shelf: SnippetShelf
        let videos: [Slug: Video]
    }

    /// What there is of the videos that some texts show.
    private static func videos(
        _ texts: [LocaleCode: String],
        _ shelf: SnippetShelf,
        _ db: Connection
    ) throws(DatabaseError) -> [Slug: Video] {
        let names = texts.flatMap { locale, body in
            VideoPlacement.names(in: shelf.filled(body, in: locale).text)
        }
        return try VideoSQL(db: db).videos(Set(names))
    }

    private func judged(
        _ readers: [LocaleCode: LinkReader],
        for audience: Audience
    ) async throws -> [LocaleCode: [ArticleLink]] {
        let surroundings = try await surroundings(readers.values.flatMap(\.found).map(\.link))
        return try await BlockingWork.run {
            Dictionary(
                readers.map { locale, reader -> (LocaleCode, [ArticleLink]) in
                    let judge = LinkJudge(
                        surroundings: surroundings,
                        audience: audience,
                        locale: locale,
                        anchors: reader.anchors
                    )
                    let links = reader.found.map { found in
                        ArticleLink(
                            kind: found.link.kind,
                            address: found.link.address,
                            line: found.line,
                            snippet: found.snippet,
                            judgement: judge.judge(found.link)
                        )
                    }
                    return (locale, links)
                }
            ) { first, _ in first }
        }
    }

    private func surroundings(_ links: [MarkdownDocument.Link]) async throws -> LinkSurroundings {
        let wanted = LinkSurroundings.wanted(links, site: site)
        let versions = links.isEmpty ? [] : shelf.versions
        return try await database.read { db -> LinkSurroundings in
            var found = LinkSurroundings(apis: versions, pages: pages, site: site)
            let sql = ArticleSQL(db: db)
            for slug in wanted.articles { found.articles[slug] = try sql.article(slug) }
            for slug in wanted.announcements {
                let announcement = try Announcements.announcement(slug, in: db)
                if announcement?.stage == .published { found.announcements.insert(slug) }
            }
            found.pictures = Set(try PictureSQL(db: db).pictures(wanted.pictures).keys)
            if !links.isEmpty { found.categories = Set(try sql.categories().map(\.slug)) }
            return found
        }
    }

    // MARK: - Other servers

    /// Asks some of what is due: few servers at once, one question after the other of each.
    ///
    /// - Returns: How many addresses.
    @discardableResult
    func askSome() async throws -> Int {
        let now = clock.now
        guard asksOthers, try await database.read({ db in try LinkCheckSQL(db: db).isAnyDue(at: now) })
        else { return 0 }
        let taken = try await database.write { db in
            try LinkCheckSQL(db: db).take(
                at: now,
                until: now + Self.lease,
                limit: Self.batch,
                ofHost: Self.mostOfHost
            )
        }
        let hosts = Dictionary(grouping: taken, by: \.host).values.sorted { $0[0].host < $1[0].host }
        // What could still be asked when another node takes it is left to that one.
        let end = now + Self.lease - OutsideAsker.longest
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, links) in hosts.enumerated() {
                // As soon as one server is through, the next is asked.
                if number >= Self.mostHosts { try await group.next() }
                group.addTask { try await askInTurn(links, until: end) }
            }
            try await group.waitForAll()
        }
        return taken.count
    }

    private func askInTurn(_ links: [OutsideLink], until end: Instant) async throws {
        for (number, link) in links.enumerated() {
            if number > 0 { try await Task.sleep(for: spacing) }
            guard clock.now <= end else { return }
            try await ask(link)
        }
    }

    private func ask(_ link: OutsideLink) async throws {
        let answer = try await asker.look(at: link.address)
        let after = link.after(answer, at: clock.now)
        try await database.write { db in try LinkCheckSQL(db: db).update(after) }
    }
}

/// How the links of all articles stand.
struct LinkReport: Sendable, Equatable {
    let counts: [LinkState: Int]
    let findings: [LinkFinding]
}
