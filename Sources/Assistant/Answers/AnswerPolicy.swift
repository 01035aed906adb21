package import Knowledge

/// Whether what was found is an answer.
///
/// Pure. An article that merely mentions the words of a question is no answer to it: title and keywords must say that it
/// is about them. The numbers were chosen on 90 questions about the starter help centre and 500 questions of other
/// trades' customers, which it must not answer; `switchboard eval answers` tells what they do.
package enum AnswerPolicy: Sendable {
    package enum Verdict: Sendable, Hashable {
        /// The first hit answers.
        case answer(HelpHit)
        /// Several might, or one may: the customer is asked which, 1...3.
        case askBack([HelpHit])
        /// Nothing does.
        case abstain
    }

    /// What is asked about at once.
    static let mostChoices = 3
    /// The share of the question that an article which answers holds, and is about.
    static let answerCoverage = 0.6
    static let answerSubject = 0.4
    /// The same for an article that is offered.
    static let choiceCoverage = 0.3
    static let choiceSubject = 0.15
    /// What of the question the subject must hold, counted in rare words: "my order" says nothing.
    static let answerWorth = 0.65
    static let choiceWorth = 0.5
    /// That much is enough where the subject is the whole question: "what is a passkey".
    static let wholeWorth = 0.3
    static let whole = 0.95
    /// How far the first must be ahead of the second, and how far where it is about most of the question.
    static let lead = 1.3
    static let leadOfMost = 1.05
    static let most = 0.8

    /// Decides.
    ///
    /// - `hits`: Of one question, best first, all languages of an article counting as one.
    /// - `shown`: Articles that were shown before and did not help.
    package static func verdict(_ hits: [HelpHit], excluding shown: Set<Slug>) -> Verdict {
        let likely = likely(hits.filter { !shown.contains($0.slug) })
        guard let first = likely.first else { return .abstain }
        return answers(first, before: likely.dropFirst().first)
            ? .answer(first) : .askBack(Array(likely.prefix(mostChoices)))
    }

    /// What may answer, the likeliest first.
    static func likely(_ hits: [HelpHit]) -> [HelpHit] {
        hits.filter(mayAnswer).sorted { strength($0) > strength($1) }
    }

    private static func mayAnswer(_ hit: HelpHit) -> Bool {
        hit.coverage >= choiceCoverage && hit.subjectCoverage >= choiceSubject
            && isWorth(hit, atLeast: choiceWorth)
    }

    private static func answers(_ first: HelpHit, before second: HelpHit?) -> Bool {
        guard first.coverage >= answerCoverage, first.subjectCoverage >= answerSubject,
            isWorth(first, atLeast: answerWorth)
        else { return false }
        guard let second else { return true }
        let needed = first.subjectCoverage >= most ? leadOfMost : lead
        return strength(first) >= strength(second) * needed
    }

    private static func isWorth(_ hit: HelpHit, atLeast worth: Double) -> Bool {
        hit.subjectWorth >= worth || hit.subjectCoverage >= whole && hit.subjectWorth >= wholeWorth
    }

    /// The score of the search, and up to twice as much again for being about the question.
    private static func strength(_ hit: HelpHit) -> Double {
        hit.score * (1 + 2 * hit.subjectCoverage)
    }
}
