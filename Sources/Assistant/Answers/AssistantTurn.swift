package import Base
import Conversations
package import Knowledge

/// What the assistant remembers of a conversation.
package struct AssistantMemory: Sendable, Hashable, Codable {
    /// Answers in a row that did not help, counting those that could not be given.
    package var failures = 0
    /// The last question, for "show more".
    package var question = ""
    /// Articles shown for it.
    package var shown: [Slug] = []
    /// Whether the last thing said was an answer that may be judged.
    package var hasAnswered = false
    /// Whether the last thing said was the question which of several things is meant.
    package var hasAskedBack = false

    package init() {}
}

/// One turn of the assistant.
///
/// Pure: what was asked and found goes in, what is said comes out.
package struct AssistantTurn: Sendable {
    /// Failed answers after which a person takes over.
    static let mostFailures = 2

    /// What the assistant says and does.
    package enum Reply: Sendable, Hashable {
        case answer(HelpHit, more: [HelpHit])
        case askBack([HelpHit])
        /// It does not know and says so.
        case abstain
        case greet
        /// Says who it is.
        case introduce
        /// A secret was hidden: it says so and asks for the question without it.
        case secretHidden
        /// The customer was helped: the conversation can end.
        case helped
        case handOver(HandOverReason)
    }

    package enum HandOverReason: String, Sendable, Hashable {
        case asked, failed
    }

    /// What the customer did: typed something, or clicked an action of a card.
    package enum Input: Sendable, Hashable {
        /// Everything that was typed since something was said to it, in order.
        case texts([String])
        case helped
        case more
        case person
        case topic(String)
        case choice(Slug)

        package static func text(_ text: String) -> Input { .texts([text]) }

        /// Reads the action of a click, the last of what came; an unknown one counts as its text.
        ///
        /// - Parameters:
        ///   - action: The click's; nil for what was typed.
        ///   - texts: What came since something was said, the click's own text last.
        package init(action: String?, texts: [String]) {
            switch action?.split(separator: ":", maxSplits: 1).map(String.init) ?? [] {
            case ["helped"]: self = .helped
            case ["more"]: self = .more
            case ["person"]: self = .person
            case let parts where parts.count == 2 && parts[0] == "topic": self = .topic(parts[1])
            case let parts where parts.count == 2 && parts[0] == "choice":
                self = Slug(rawValue: parts[1]).map(Input.choice) ?? .texts(texts)
            default: self = .texts(texts)
            }
        }
    }

    private let search: @Sendable (String) -> [HelpHit]
    private let article: @Sendable (Slug) -> HelpHit?

    /// - Parameters:
    ///   - search: Finds articles for a question, best first.
    ///   - article: One article as if it had been found.
    package init(
        search: @escaping @Sendable (String) -> [HelpHit],
        article: @escaping @Sendable (Slug) -> HelpHit?
    ) {
        self.search = search
        self.article = article
    }

    /// Looks things up in the help centre, for a reader of `locale`.
    package init(asking search: HelpSearch, in locale: LocaleCode) {
        self.init(
            search: { search.search($0, locale: locale, limit: 8, hasPassages: true).hits },
            article: { search.hit(of: $0, locale: locale) }
        )
    }

    /// Takes the turn.
    package func reply(to input: Input, _ memory: inout AssistantMemory) -> Reply {
        switch input {
        case .person:
            return .handOver(.asked)
        case .helped:
            return .helped
        case .more:
            return look(for: memory.question, isRetry: true, &memory)
        case .topic:
            return .greet
        case .choice(let slug):
            guard let hit = article(slug) else { return look(for: memory.question, isRetry: true, &memory) }
            return answer(hit, among: search(memory.question), &memory)
        case .texts(let texts):
            return reply(to: texts, &memory)
        }
    }

    /// Somebody in distress writes in pieces: a wish for a person in any of them counts, and the pieces of a question
    /// are looked up together.
    private func reply(to texts: [String], _ memory: inout AssistantMemory) -> Reply {
        let read = texts.map { (text: $0, intention: Intention($0)) }
        if read.contains(where: { $0.intention == .person }) { return .handOver(.asked) }
        let questions = read.filter { $0.intention == .question }.map(\.text)
        if !questions.isEmpty { return look(for: questions.joined(separator: "\n"), isRetry: false, &memory) }
        switch read.last?.intention {
        case .solved where memory.hasAnswered: return .helped
        case .notSolved where memory.hasAnswered: return look(for: memory.question, isRetry: true, &memory)
        case .introduction: return .introduce
        default: return .greet
        }
    }

    /// Looks a question up.
    ///
    /// - `isRetry`: Whether the last answer to it did not help.
    private func look(for question: String, isRetry: Bool, _ memory: inout AssistantMemory) -> Reply {
        if isRetry || memory.hasAskedBack {
            memory.failures += 1
        } else if memory.hasAnswered {
            // Whoever goes on to something else does not say that the answer was of no use.
            memory.failures = 0
        }
        if !isRetry {
            memory.question = String(question.prefix(400))
            memory.shown = []
        }
        memory.hasAskedBack = false
        guard memory.failures < Self.mostFailures else { return .handOver(.failed) }
        let hits = search(memory.question)
        switch AnswerPolicy.verdict(hits, excluding: Set(memory.shown)) {
        case .answer(let hit):
            return answer(hit, among: hits, &memory)
        case .askBack(let choices):
            memory.hasAnswered = false
            memory.hasAskedBack = true
            return .askBack(choices)
        case .abstain:
            memory.hasAnswered = false
            if !isRetry { memory.failures += 1 }
            return memory.failures < Self.mostFailures ? .abstain : .handOver(.failed)
        }
    }

    private func answer(_ hit: HelpHit, among hits: [HelpHit], _ memory: inout AssistantMemory) -> Reply {
        memory.shown.append(hit.slug)
        memory.hasAnswered = true
        memory.hasAskedBack = false
        let more = AnswerPolicy.likely(hits).filter { $0.slug != hit.slug }.prefix(2)
        return .answer(hit, more: Array(more))
    }
}
