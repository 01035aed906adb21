import Base

/// A question that many customers asked in conversations, in words that are nobody's.
struct FAQCandidate: Sendable, Hashable, Identified {
    static let idPrefix = "faq"

    /// The same as long as its words are.
    let id: ID<FAQCandidate>
    let wording: String
    let locale: LocaleCode
    /// How many customers asked it.
    let asked: Int
    /// How many of them the assistant answered with an article, and nobody else.
    let answered: Int
    /// How many of them a person had to answer.
    let byPerson: Int
    /// How many asked it in a language, the most first; of few it is not told.
    let languages: [Language]

    struct Language: Sendable, Hashable, Codable {
        let locale: LocaleCode
        let asked: Int
    }
}

/// A candidate with the article that answers it by now.
struct ToldCandidate: Sendable, Hashable {
    /// An article.
    struct Covering: Sendable, Hashable {
        let id: ID<Article>
        let slug: Slug
        let title: String
        let locale: LocaleCode
    }

    let candidate: FAQCandidate
    /// Nil where none does.
    let covering: Covering?
}

/// What customers ask in conversations.
struct AskedReport: Sendable, Hashable {
    /// What ended with a person, the most first.
    let endedWithPerson: [ToldCandidate]
    /// The most asked first.
    let candidates: [ToldCandidate]
    let round: FAQRound
}

/// When conversations were read, and how far.
struct FAQRound: Sendable, Hashable {
    /// Nil when they never were.
    var countedAt: Instant?
    /// How many, and since when they were begun.
    var conversations = 0
    var since: Instant?
    /// Groups of questions that there were no words for.
    var unspoken = 0
    /// Whether they are being read, or will be in seconds.
    var isUnderWay = false
}

/// What can go wrong with what customers ask.
enum FAQCandidateError: DomainError, Hashable {
    case notFound

    var problem: Problem {
        switch self {
        case .notFound:
            Problem(
                404,
                "candidate_not_found",
                "There is no such question.",
                try: "Reload the list: questions are counted anew every day."
            )
        }
    }
}
