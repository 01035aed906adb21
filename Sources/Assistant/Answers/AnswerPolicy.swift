package import Knowledge

/// Whether what was found is an answer.
///
/// Pure.
package enum AnswerPolicy: Sendable {
    package enum Verdict: Sendable, Hashable {
        /// The first hit answers.
        case answer(HelpHit)
        /// Several might: the customer is asked which.
        case askBack([HelpHit])
        /// Nothing does.
        case abstain
    }

    /// The share of the question's weight that an article must hold to be shown as the answer.
    static let answerCoverage = 0.6
    /// The share below which nothing is offered at all.
    static let choiceCoverage = 0.3
    /// How far the first must be ahead of the second where neither covers the question well.
    static let lead = 1.25

    /// Decides.
    ///
    /// - `hits`: Best first, all languages of an article counting as one.
    /// - `shown`: Articles that were shown before and did not help.
    package static func verdict(_ hits: [HelpHit], excluding shown: Set<Slug>) -> Verdict {
        let fresh = hits.filter { !shown.contains($0.slug) }
        guard let first = fresh.first, first.coverage >= choiceCoverage else { return .abstain }
        let second = fresh.dropFirst().first
        let isAhead = second.map { first.score >= $0.score * lead } ?? true
        if first.coverage >= answerCoverage || (isAhead && first.titleCoverage >= answerCoverage) {
            return .answer(first)
        }
        let choices = fresh.filter { $0.coverage >= choiceCoverage }.prefix(3)
        return choices.count >= 2 || !isAhead ? .askBack(Array(choices)) : .answer(first)
    }
}
