/// What a search found.
package struct SearchResults: Sendable {
    /// Best first.
    package let hits: [SearchHit]
    /// The question with its misspelt words put right ("did you mean"); nil when nothing seems misspelt.
    package let correction: String?
    /// The words of the question that no text holds, not even with a slip put right, as they were written: the hits
    /// are those of the others.
    package let passedOver: [String]
}

/// One document that was found.
package struct SearchHit: Sendable {
    package internal(set) var document: SearchDocument
    /// For comparing hits of one search only: it has no upper end.
    package let score: Double
    /// The share of the question that the document holds, rare words counting more, 0...1.
    ///
    /// A word that was found by correcting its spelling counts for a part, one that no document holds counts in
    /// full against it.
    package let coverage: Double
    /// The same for the title alone: near 1, the title holds all of the question.
    package let titleCoverage: Double
    /// The same for the title and the keywords together: how much of the question the document is about, and does not
    /// merely mention.
    package let subjectCoverage: Double
    /// What of the question the title and the keywords hold, counted in words as rare as can be: a question of common
    /// words alone is hardly worth one.
    package let subjectWorth: Double
    /// The share of the title that the question holds, 0...1; 1 for both: question and title are alike.
    package let titleShare: Double
    let finder: PassageFinder

    package var id: String { document.id }

    /// The same hit told by another text of the same, such as a translation: its passages are that text's, the score
    /// and the shares stay those of the text that was found.
    package func told(by other: SearchDocument) -> SearchHit {
        var hit = self
        hit.document = other
        return hit
    }

    /// The part of the text that answers best.
    ///
    /// Read when it is asked for, about 0.1 ms.
    ///
    /// - `length`: Characters at most, without the ellipses that mark a cut; at least 20.
    package func passage(length: Int = 160) -> Passage {
        finder.bestPassage(of: document, length: max(20, length))
    }
}
