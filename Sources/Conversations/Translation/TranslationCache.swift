import Base

/// Translations that were made, the oldest of which go when there are too many.
///
/// They are known by the very words that were translated, so that none can outlive a change of its message, and kept in
/// memory alone: what people wrote stands on the disk in one place.
struct TranslationCache {
    struct Question: Hashable {
        let text: String
        let from: LocaleCode?
        let to: LocaleCode
    }

    /// Characters, of questions and answers together, that are kept at most.
    private let most: Int
    private var answers: [Question: Translation] = [:]
    /// In the order in which they came.
    private var questions: [Question] = []
    private(set) var size = 0

    init(most: Int = 2_000_000) {
        self.most = most
    }

    subscript(question: Question) -> Translation? { answers[question] }

    mutating func keep(_ answer: Translation, for question: Question) {
        guard answers[question] == nil else { return }
        answers[question] = answer
        questions.append(question)
        size += Self.size(question, answer)
        var gone = 0
        while size > most, gone < questions.count {
            let oldest = questions[gone]
            gone += 1
            if let answer = answers.removeValue(forKey: oldest) { size -= Self.size(oldest, answer) }
        }
        questions.removeFirst(gone)
    }

    private static func size(_ question: Question, _ answer: Translation) -> Int {
        question.text.count + answer.text.count
    }
}
