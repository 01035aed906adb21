import Base
import Safeguard

/// Finds what many customers ask, in whatever words: the questions of conversations, put together by what they mean.
///
/// Pure. What it is given is somebody's; what it returns is nobody's.
struct FAQFinding {
    /// Different questions that are compared: what is older beyond that is passed over.
    static let mostDifferent = 3_000
    /// Of those in the middle of a group, so many are looked up in the help centre.
    private static let mostAsked = 5

    /// Something many asked.
    struct Found: Sendable, Hashable {
        let wording: String
        let locale: LocaleCode
        /// How many customers.
        let asked: Int
        let answered: Int
        let byPerson: Int
        /// Of the languages that at least ``ContentGaps/leastReaders`` customers asked it in, how many did.
        let languages: [LocaleCode: Int]
        /// The dismissed one that says the same.
        let dismissed: ID<FAQCandidate>?
    }

    struct Outcome: Sendable, Hashable {
        /// The most asked first.
        var found: [Found] = []
        /// Groups of enough customers that there are no words for.
        var unspoken = 0
    }

    let gate: SecretsGate
    /// The units that the help centre uses.
    let known: Set<String>
    let dismissed: [(id: ID<FAQCandidate>, wording: String)]
    /// What a question is answered by, where it clearly is: what it is called and in which language.
    let answer: (String, LocaleCode) -> (title: String, locale: LocaleCode)?

    /// One text, with everybody who wrote it.
    private struct Different {
        let text: String
        let words: QuestionWords
        /// Of the questions, the newest first.
        var numbers: [Int]
    }

    /// - `asked`: The newest first.
    func outcome(of asked: [FirstAsked]) -> Outcome {
        let questions = asked.map {
            (question: $0, words: QuestionWords($0.text.prefix(QuestionVectors.longest)))
        }
        let different = Self.different(questions)
        let askers = Askers(questions, known: known)
        let vectors = QuestionVectors(different.map(\.text))
        let points = different.map { vectors.vector($0.text) }
        let groups = QuestionGroups.groups(of: points, counts: different.map(\.numbers.count))
        let hidden = dismissed.map { (id: $0.id, vector: vectors.vector($0.wording)) }
        var outcome = Outcome()
        for group in groups where !points[group[0]].isEmpty {
            let members = group.map { (one: different[$0], vector: points[$0]) }
            let people = Self.people(members.flatMap(\.one.numbers), asked, askers)
            guard people.count >= ContentGaps.leastReaders else { continue }
            let mean = QuestionVectors.mean(members.map { ($0.vector, $0.one.numbers.count) })
            let central = members.map { ($0.one, $0.vector.dot(mean)) }.sorted { one, other in
                one.1 == other.1 ? one.0.text < other.0.text : one.1 > other.1
            }.map(\.0)
            guard let wording = wording(of: central, asked, askers, mean, vectors) else {
                outcome.unspoken += 1
                continue
            }
            let near = hidden.first { $0.vector.dot(mean) >= QuestionGroups.threshold }
            outcome.found.append(Self.found(wording, people, dismissed: near?.id))
        }
        outcome.found.sort { ($1.asked, $0.wording) < ($0.asked, $1.wording) }
        return outcome
    }

    /// Each text once.
    private static func different(_ questions: [(question: FirstAsked, words: QuestionWords)]) -> [Different]
    {
        var places: [QuestionWords: Int] = [:]
        var different: [Different] = []
        for (number, (question, words)) in questions.enumerated() where !words.units.isEmpty {
            if let place = places[words] {
                different[place].numbers.append(number)
            } else if different.count < mostDifferent {
                places[words] = different.count
                different.append(
                    Different(
                        text: String(question.text.prefix(QuestionVectors.longest)),
                        words: words,
                        numbers: [number]
                    )
                )
            }
        }
        return different
    }

    /// What each person asked last of this.
    private static func people(
        _ numbers: [Int],
        _ asked: [FirstAsked],
        _ askers: Askers
    ) -> [FirstAsked] {
        var seen: Set<Int> = []
        return numbers.sorted().map { asked[$0] }.filter { seen.insert(askers.person($0.customer)).inserted }
    }

    private static func found(
        _ wording: (text: String, locale: LocaleCode),
        _ people: [FirstAsked],
        dismissed: ID<FAQCandidate>?
    ) -> Found {
        let languages = Dictionary(grouping: people) { LocaleCode.written($0.text, told: $0.locale) }
        return Found(
            wording: wording.text,
            locale: wording.locale,
            asked: people.count,
            answered: people.count { $0.ending == .answered },
            byPerson: people.count { $0.ending == .person },
            languages: languages.mapValues(\.count).filter { $0.value >= ContentGaps.leastReaders },
            dismissed: dismissed
        )
    }

    // MARK: - Words for it

    /// The most central words that may be shown; else what the article is called that answers it.
    private func wording(
        of central: [Different],
        _ asked: [FirstAsked],
        _ askers: Askers,
        _ mean: QuestionVectors.Vector,
        _ vectors: QuestionVectors
    ) -> (text: String, locale: LocaleCode)? {
        var used: [Int: Set<String>] = [:]
        for one in central {
            for number in one.numbers {
                used[askers.person(asked[number].customer), default: []].formUnion(one.words.units)
            }
        }
        let shared = SharedWording(used: used, gate: gate)
        var best: (text: String, locale: LocaleCode, likeness: Float)?
        for one in central {
            let locale = asked[one.numbers[0]].locale
            for text in shared.wordings(of: one.text, in: locale) {
                let likeness = vectors.vector(text).dot(mean)
                guard likeness >= QuestionGroups.threshold, likeness > best?.likeness ?? 0 else { continue }
                best = (text, LocaleCode.written(text, told: locale), likeness)
            }
        }
        return best.map { ($0.text, $0.locale) } ?? title(of: central, asked)
    }

    /// What two of those in the middle are answered by.
    private func title(
        of central: [Different],
        _ asked: [FirstAsked]
    ) -> (text: String, locale: LocaleCode)? {
        var counts: [String: (locale: LocaleCode, count: Int)] = [:]
        for one in central.prefix(Self.mostAsked) {
            guard let found = answer(one.text, asked[one.numbers[0]].locale) else { continue }
            counts[found.title, default: (found.locale, 0)].count += 1
        }
        let sorted = counts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return sorted.first { $0.value.count >= 2 }.map { ($0.key, $0.value.locale) }
    }
}
