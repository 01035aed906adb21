package import Base
package import Logging
package import Safeguard
import ServiceLifecycle
import Synchronization
import Web

/// Counts in memory what readers ask, each question of a reader once in a while, and writes the sums now and then.
///
/// What was counted since the last writing is lost when the process is killed, as with ``ViewCounter``.
package final class QuestionCounter: Service {
    private static let pause = Duration.seconds(10)
    /// Questions that are counted between two writings: beyond that somebody plays.
    static let mostQuestions = 1_000
    /// Of each of two generations.
    static let mostSeen = 20_000
    /// What one network address or customer may ask to be counted; many share an address.
    static let limit = TokenBucket.Rate(100, per: .seconds(3_600))

    private enum Kind: Hashable {
        case asked
        case foundNothing
        case opened
        case clicked(Slug)
        case followed(AskedQuestion)
    }

    private struct Event: Hashable {
        let kind: Kind
        let question: AskedQuestion
        let reader: String
    }

    private struct State {
        var counts: [AskedQuestion: QuestionCounts] = [:]
        // Hashes under this process's own seed: nobody can be told from them.
        var seen: (young: Set<Int>, old: Set<Int>) = ([], [])

        /// Whether the same happened a while ago.
        func isSeen(_ event: Event) -> Bool {
            let hash = event.hashValue
            return seen.young.contains(hash) || seen.old.contains(hash)
        }

        /// Whether it is a while since the same happened.
        mutating func isNew(_ event: Event) -> Bool {
            let hash = event.hashValue
            guard !seen.young.contains(hash) else { return false }
            if seen.young.count >= QuestionCounter.mostSeen { seen = ([], seen.young) }
            seen.young.insert(hash)
            return !seen.old.contains(hash)
        }

        mutating func add(_ counts: QuestionCounts, to question: AskedQuestion) {
            guard self.counts[question] != nil || self.counts.count < QuestionCounter.mostQuestions else {
                return
            }
            self.counts[question] = self.counts[question, default: QuestionCounts()] + counts
        }
    }

    private let state = Mutex(State())
    private let gaps: ContentGaps
    private let gate: SecretsGate
    private let limiter: RateLimiter
    private let logger: Logger

    package init(_ gaps: ContentGaps, gate: SecretsGate, clock: any WallClock, logger: Logger) {
        self.gaps = gaps
        self.gate = gate
        self.limiter = RateLimiter(Self.limit, clock: clock)
        self.logger = logger
    }

    /// Somebody asked.
    ///
    /// - `reader`: What tells them from others, such as their network address; forgotten at once.
    /// - `hasFound`: Whether something that fits was found.
    /// - `previous`: The question on whose results they asked; nil for who comes from elsewhere.
    package func asked(
        _ text: String,
        in locale: LocaleCode,
        by reader: String,
        hasFound: Bool,
        after previous: String? = nil
    ) {
        guard let question = AskedQuestion(text, in: locale, gate: gate), isWithinLimit(reader) else {
            return
        }
        count(.asked, QuestionCounts(asked: 1, readers: [reader]), of: question, reader)
        if !hasFound { count(.foundNothing, QuestionCounts(foundNothing: 1), of: question, reader) }
        guard let previous = previous.flatMap({ AskedQuestion($0, in: locale, gate: gate) }),
            previous != question
        else { return }
        count(.followed(question), QuestionCounts(followed: [question: [reader]]), of: previous, reader)
    }

    /// Somebody was shown what their question had found.
    ///
    /// - `article`: What they opened; nil for what is none.
    /// - `position`: Where it stood among the results, from 1; nil where it was not among them. Asked for only where that counts.
    package func opened(
        _ text: String,
        in locale: LocaleCode,
        by reader: String,
        article: Slug? = nil,
        at position: () -> Int? = { nil }
    ) {
        guard let question = AskedQuestion(text, in: locale, gate: gate) else { return }
        count(.opened, QuestionCounts(opened: 1), of: question, reader)
        guard let article else { return }
        let kind = Kind.clicked(article)
        // What was seen adds nothing, and is seen for a while longer.
        guard !isSeen(kind, of: question, reader) else {
            return count(kind, QuestionCounts(), of: question, reader)
        }
        guard let place = position() else { return }
        count(kind, QuestionCounts(clicks: [article: ClickModel.weight(at: place)]), of: question, reader)
    }

    private func isSeen(_ kind: Kind, of question: AskedQuestion, _ reader: String) -> Bool {
        state.withLock { $0.isSeen(Event(kind: kind, question: question, reader: reader)) }
    }

    private func count(_ kind: Kind, _ counts: QuestionCounts, of question: AskedQuestion, _ reader: String) {
        state.withLock { state in
            if state.isNew(Event(kind: kind, question: question, reader: reader)) {
                state.add(counts, to: question)
            }
        }
    }

    /// Whether a reader asks no more than people do: one alone could else fill the day.
    private func isWithinLimit(_ reader: String) -> Bool {
        do {
            try limiter.check(reader)
            return true
        } catch {
            return false
        }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                // Cancelled at the end: what is left is written once more below.
                try? await Task.sleep(for: Self.pause)
                await write()
            }
        }
    }

    func write() async {
        let taken = state.withLock { state in
            defer { state.counts = [:] }
            return state.counts
        }
        do {
            try await gaps.add(taken)
        } catch {
            logger.warning("asked questions could not be written: \(error)")
            state.withLock { state in
                for (question, counts) in taken { state.add(counts, to: question) }
            }
        }
    }
}
