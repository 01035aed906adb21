import Base

/// What the search learned from its readers: which article a question's readers open, and what votes say; pure.
///
/// It lifts results and sinks none below what the words alone give them, but for articles that readers vote against. What
/// nobody could open yet is lifted half as far as the best of the page, so that nothing new starves.
struct LearnedOrder: Sendable {
    /// What readers opened after a question.
    struct Clicks: Sendable, Equatable {
        let question: String
        let locale: LocaleCode
        let article: Slug
        /// The sum of ``ClickModel/weight(at:)``.
        let weight: Int
    }

    /// How readers voted on an article, in all languages.
    struct Votes: Sendable, Equatable {
        let article: Slug
        let helpful: Int
        let notHelpful: Int
    }

    private struct Question: Hashable {
        let text: String
        let locale: LocaleCode
    }

    /// Clicks at the first place that count as much as what is not known: a few change little.
    private static let doubt = 5.0
    /// How far the only article that is opened is lifted: half of its score at most.
    private static let liftOfClicks = 0.5
    /// How far votes lift or sink.
    private static let liftOfVotes = 0.1
    /// Votes that count as much as what is not known.
    private static let doubtOfVotes = 10.0

    static let nothing = LearnedOrder(clicks: [], votes: [], recent: [])

    /// Of a question's clicks, each article's part, 0..<1.
    private let shares: [Question: [Slug: Double]]
    /// What readers think of each article, -1...1.
    private let votes: [Slug: Double]
    private let recent: Set<Slug>

    /// - Parameters:
    ///   - clicks: Of questions that are nobody's alone, each article of a question once.
    ///   - votes: Each article once.
    ///   - recent: What is so new that few can have opened it.
    init(clicks: [Clicks], votes: [Votes], recent: Set<Slug>) {
        let byQuestion = Dictionary(grouping: clicks) { Question(text: $0.question, locale: $0.locale) }
        self.shares = byQuestion.mapValues { clicks in
            let all = clicks.reduce(Self.doubt) { $0 + Double($1.weight) }
            return Dictionary(clicks.map { ($0.article, Double($0.weight) / all) }) { $0 + $1 }
        }
        self.votes = Dictionary(
            votes.map { vote in
                let all = Double(vote.helpful + vote.notHelpful) + Self.doubtOfVotes
                return (vote.article, Double(vote.helpful - vote.notHelpful) / all)
            }
        ) { first, _ in first }
        self.recent = recent
    }

    /// What the scores of results are multiplied by, in the order of `articles`; nil where nothing is learned of any.
    ///
    /// - `question`: As somebody typed it.
    /// - `articles`: The results; nil for what is none.
    func factors(of articles: [Slug?], for question: String, in locale: LocaleCode) -> [Double]? {
        guard !shares.isEmpty || !votes.isEmpty else { return nil }
        let shares = shares[Question(text: AskedQuestion.form(of: question), locale: locale)] ?? [:]
        let found = articles.compactMap(\.self)
        guard !shares.isEmpty || found.contains(where: { votes[$0] != nil }) else { return nil }
        let best = found.compactMap { shares[$0] }.max() ?? 0
        return articles.map { article in
            guard let article else { return 1 }
            let share = max(shares[article] ?? 0, recent.contains(article) ? best / 2 : 0)
            return (1 + Self.liftOfClicks * share) * (1 + Self.liftOfVotes * (votes[article] ?? 0))
        }
    }
}
