import Base
import People
import Safeguard
import Storage

/// What customers ask in conversations, told to those who write: counted once a day, by one node, and when somebody wants it.
///
/// Conversations are read through a port and put together in memory; what is kept is counts, and words of which each was used
/// by ``ContentGaps/leastReaders`` customers: they are nobody's, so that they may be kept when one of these is erased.
/// The next round counts without them.
package struct FAQCandidates: Sendable {
    package typealias Answer = @Sendable ([HelpHit]) -> HelpHit?

    /// How many days are looked back.
    static let days = 30
    /// Conversations of a round, the newest: they bound its memory and time.
    static let mostConversations = 5_000
    private static let pageSize = 100
    /// Between two rounds that nobody asked for.
    static let pause = Duration.seconds(86_400)
    /// After so long whoever began a round does not come back.
    static let lease = Duration.seconds(900)
    static let mostKept = 200
    static let mostDismissed = 500
    /// Of what is found for a question, so many are looked at.
    private static let mostHits = 8
    /// How long a question can be put away.
    static let dismissalDays = 1...365

    private let database: any Database
    private let articles: Articles
    private let search: HelpSearches
    private let conversations: any AskedConversations
    private let answer: Answer
    private let gate: SecretsGate
    let clock: any WallClock

    /// - Parameters:
    ///   - articles: What there is already.
    ///   - search: How it is found.
    ///   - conversations: Where customers ask.
    ///   - answer: What of the hits of a question, best first, answers it; nil where nothing clearly does.
    package init(
        _ articles: Articles,
        search: HelpSearches,
        conversations: any AskedConversations,
        answer: @escaping Answer
    ) {
        self.database = articles.database
        self.articles = articles
        self.search = search
        self.conversations = conversations
        self.answer = answer
        self.gate = articles.gate
        self.clock = articles.clock
    }

    // MARK: - Telling

    /// What was asked, each with the article that answers it by now.
    ///
    /// - `locale`: In which it was asked; nil for all.
    func report(in locale: LocaleCode?) async throws -> AskedReport {
        let now = clock.now
        let (all, round) = try await database.read { db in
            let sql = FAQCandidatesSQL(db: db)
            return (try sql.candidates(at: now), try sql.round(at: now))
        }
        let wanted = all.filter { one in
            locale == nil || one.locale == locale || one.languages.contains { $0.locale == locale }
        }
        let byPerson = wanted.filter { $0.byPerson >= ContentGaps.leastReaders }.sorted {
            ($1.byPerson, $1.asked, $0.id) < ($0.byPerson, $0.asked, $1.id)
        }.prefix(ContentGaps.most)
        let candidates = wanted.prefix(ContentGaps.most)
        let covering = try await covering(Set(byPerson).union(candidates))
        func told(_ some: some Sequence<FAQCandidate>) -> [ToldCandidate] {
            some.map { ToldCandidate(candidate: $0, covering: covering[$0.id]) }
        }
        return AskedReport(
            endedWithPerson: told(byPerson),
            candidates: told(candidates),
            round: round
        )
    }

    private func covering(
        _ candidates: Set<FAQCandidate>
    ) async throws -> [ID<FAQCandidate>: ToldCandidate.Covering] {
        let (search, answer) = (search.search(for: .customer()), answer)
        let found = try await BlockingWork.run {
            candidates.compactMap { one -> (ID<FAQCandidate>, HelpHit)? in
                Self.article(for: one.wording, one.locale, search, answer).map { (one.id, $0) }
            }
        }
        let slugs = Set(found.map(\.1.slug))
        let ids = try await database.read { db in try FAQCandidatesSQL(db: db).articles(slugs) }
        var covering: [ID<FAQCandidate>: ToldCandidate.Covering] = [:]
        for (candidate, hit) in found {
            guard let id = ids[hit.slug] else { continue }
            covering[candidate] = ToldCandidate.Covering(
                id: id,
                slug: hit.slug,
                title: hit.title,
                locale: hit.locale
            )
        }
        return covering
    }

    /// The article that answers a question.
    private static func article(
        for text: String,
        _ locale: LocaleCode,
        _ search: HelpSearch,
        _ answer: Answer
    ) -> HelpHit? {
        let hits = search.search(text, locale: locale, limit: mostHits).hits
        return answer(hits).flatMap { Article.Kind(rawValue: $0.kind.rawValue) == nil ? nil : $0 }
    }

    // MARK: - Putting away

    /// Puts a question, and what says the same, away for some days.
    ///
    /// - Throws: ``FAQCandidateError/notFound``.
    func dismiss(_ id: ID<FAQCandidate>, days: Int, by agent: ID<Agent>) async throws {
        let until = clock.now + .seconds(86_400 * days)
        try await database.write { db in
            let sql = FAQCandidatesSQL(db: db)
            guard let candidate = try sql.candidate(id) else { throw FAQCandidateError.notFound }
            try sql.dismiss(candidate, until: until, by: agent)
        }
    }

    /// Shows it again.
    ///
    /// - Throws: ``FAQCandidateError/notFound`` for one that was not put away.
    func restore(_ id: ID<FAQCandidate>) async throws {
        try await database.write { db in
            guard try FAQCandidatesSQL(db: db).restore(id) > 0 else { throw FAQCandidateError.notFound }
        }
    }

    // MARK: - Counting

    /// Has conversations counted anew within seconds.
    ///
    /// - Returns: How it stands now.
    func countAnew() async throws -> FAQRound {
        let now = clock.now
        return try await database.write { db in
            let sql = FAQCandidatesSQL(db: db)
            try sql.want(at: now)
            return try sql.round(at: now)
        }
    }

    /// Counts, where that is due and no other node does it.
    ///
    /// - `isDaily`: Whether also what nobody asked for.
    ///
    /// Returns: Whether it did.
    @discardableResult
    package func countIfDue(isDaily: Bool = true) async throws -> Bool {
        let now = clock.now
        guard
            try await database.read({ db in try FAQCandidatesSQL(db: db).isDue(at: now, isDaily: isDaily) }),
            try await database.write({ db in try FAQCandidatesSQL(db: db).begin(at: now) })
        else { return false }
        let dismissed = try await database.read { db in try FAQCandidatesSQL(db: db).dismissals(at: now) }
        let (asked, round) = try await read(at: now)
        let outcome = try await outcome(of: asked, dismissed)
        let end = clock.now
        try await database.write { db in
            let sql = FAQCandidatesSQL(db: db)
            var ended = round
            ended.unspoken = outcome.unspoken
            guard try sql.end(now, ended, at: end) else { return }
            try sql.replace(with: Array(outcome.found.prefix(Self.mostKept)))
            try sql.forgetDismissals(endedBy: end)
        }
        return true
    }

    private func read(at now: Instant) async throws -> ([FirstAsked], FAQRound) {
        let first = now - .seconds(86_400 * Self.days)
        var (asked, round, place) = ([FirstAsked](), FAQRound(), String?.none)
        repeat {
            try Task.checkCancellation()
            let page = try await conversations.page(since: first, after: place, limit: Self.pageSize)
            asked += page.questions
            round.conversations += page.count
            round.since = page.oldest ?? round.since
            place = page.next
        } while place != nil && round.conversations < Self.mostConversations
        return (asked, round)
    }

    private func outcome(
        of asked: [FirstAsked],
        _ dismissed: [FAQCandidatesSQL.Dismissal]
    ) async throws -> FAQFinding.Outcome {
        guard !asked.isEmpty else { return FAQFinding.Outcome() }
        let written = try await articles.all(for: .everybody).flatMap(\.translations)
        let (search, answer, gate) = (search.search(for: .everybody), answer, gate)
        return try await BlockingWork.run(.long) {
            let finding = FAQFinding(
                gate: gate,
                known: Self.units(of: written),
                dismissed: dismissed.compactMap { one in one.wording.map { (one.candidate, $0) } },
                answer: { text, locale in
                    Self.article(for: text, locale, search, answer).map { ($0.title, $0.locale) }
                }
            )
            return finding.outcome(of: asked)
        }
    }

    /// What words the help centre uses.
    private static func units(of texts: [Article.Translation]) -> Set<String> {
        var units: Set<String> = []
        for text in texts {
            for part in [text.title, text.summary, text.body] + text.keywords {
                units.formUnion(QuestionWords(part).units)
            }
        }
        return units
    }
}
