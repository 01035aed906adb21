/// Who of those who asked may be the same person.
///
/// A customer whom the exchange vouches for is one person. A guest is a browser: whoever comes again in another one, and puts
/// in the same words, counts once. Words that the help centre itself uses, and no others, lead to nobody: guests who
/// use them are different people.
struct Askers: Sendable {
    private var numbers: [String: Int] = [:]
    private var texts: [[String]: Int] = [:]
    /// By number another one that is the same person, or itself.
    private var same: [Int] = []

    /// - Parameters:
    ///   - asked: What was asked, and its words.
    ///   - known: The units that the help centre uses.
    init(_ asked: [(question: FirstAsked, words: QuestionWords)], known: Set<String>) {
        for (question, words) in asked {
            let number = number(of: question.customer)
            guard !question.isVerified, !words.units.allSatisfy(known.contains) else { continue }
            if let other = texts[words.units] { join(number, other) } else { texts[words.units] = number }
        }
    }

    /// A number that all who may be the same person share.
    func person(_ customer: String) -> Int {
        numbers[customer].map(root) ?? -1
    }

    private mutating func number(of customer: String) -> Int {
        if let number = numbers[customer] { return number }
        let number = same.count
        same.append(number)
        numbers[customer] = number
        return number
    }

    private mutating func join(_ one: Int, _ other: Int) {
        let (first, second) = (root(one), root(other))
        same[max(first, second)] = min(first, second)
    }

    private func root(_ number: Int) -> Int {
        var number = number
        while same[number] != number { number = same[number] }
        return number
    }
}
