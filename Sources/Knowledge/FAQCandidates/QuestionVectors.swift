import Foundation
import Retrieval

/// Questions as weighted terms, so that it can be said how alike two of them are.
///
/// The terms are those of the search, and pairs of words that follow each other. A rare term counts more. The weights were
/// chosen on questions to a bank, a shop and an assistant in English and Chinese (docs/knowledge.md has the figures).
struct QuestionVectors: Sendable {
    /// Terms in order, each with its weight; of length 1, or empty.
    struct Vector: Sendable, Hashable {
        fileprivate(set) var terms: [Int32]
        fileprivate(set) var weights: [Float]

        var isEmpty: Bool { terms.isEmpty }

        /// How alike two are, 0...1.
        func dot(_ other: Vector) -> Float {
            var (sum, mine, theirs) = (Float(0), 0, 0)
            while mine < terms.count, theirs < other.terms.count {
                if terms[mine] == other.terms[theirs] {
                    sum += weights[mine] * other.weights[theirs]
                    mine += 1
                    theirs += 1
                } else if terms[mine] < other.terms[theirs] {
                    mine += 1
                } else {
                    theirs += 1
                }
            }
            return sum
        }
    }

    /// What of a text is compared, in characters.
    static let longest = 300
    /// Of few questions it is not known which words are rare: so many others are taken to hold none of them.
    private static let leastCount = 200
    private static let pairWeight: Float = 0.35
    private static let partWeight: Float = 0.5

    private var numbers: [String: Int32] = [:]
    private var rarities: [Float] = []

    /// - `texts`: All that are compared.
    init(_ texts: [String]) {
        var counts: [Int] = []
        for text in texts {
            for term in Self.terms(of: text) {
                if let number = numbers[term] {
                    counts[Int(number)] += 1
                } else {
                    numbers[term] = Int32(counts.count)
                    counts.append(1)
                }
            }
        }
        let all = Double(max(texts.count, Self.leastCount))
        rarities = counts.map { Float(log(1 + (all - Double($0) + 0.5) / (Double($0) + 0.5)).squareRoot()) }
    }

    /// A text as these questions see it: words that none of them holds are passed over.
    func vector(_ text: String) -> Vector {
        var found: [(term: Int32, weight: Float)] = []
        for term in Self.terms(of: text) {
            guard let number = numbers[term] else { continue }
            found.append((number, Self.weight(of: term) * rarities[Int(number)]))
        }
        found.sort { $0.term < $1.term }
        let length = found.reduce(Float(0)) { $0 + $1.weight * $1.weight }.squareRoot()
        guard length > 0 else { return Vector(terms: [], weights: []) }
        return Vector(terms: found.map(\.term), weights: found.map { $0.weight / length })
    }

    /// The middle of some, each counting so often; not of length 1: what another is like to it is the mean of what it is
    /// like to each.
    static func mean(_ vectors: [(vector: Vector, count: Int)]) -> Vector {
        var sums: [Int32: Float] = [:]
        var count = 0
        for (vector, times) in vectors {
            count += times
            for (term, weight) in zip(vector.terms, vector.weights) {
                sums[term, default: 0] += weight * Float(times)
            }
        }
        let sorted = sums.sorted { $0.key < $1.key }
        return Vector(terms: sorted.map(\.key), weights: sorted.map { $0.value / Float(max(1, count)) })
    }

    /// `w` a stem, `b` two characters, `s` one, `p` how a word begins, `d` two stems.
    private static func weight(of term: String) -> Float {
        switch term.first {
        case "d": pairWeight
        case "p", "s": partWeight
        default: 1
        }
    }

    private static func terms(of text: String) -> Set<String> {
        let text = String(text.prefix(longest))
        var terms = TextTerms.all(in: text)
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "'") || $0.isOfUnspacedScript }
        // The stem of each, without the words that say nothing.
        let stems = words.compactMap { word in
            TextTerms.all(in: String(word)).first { $0.hasPrefix("w") }
        }
        for (first, second) in zip(stems, stems.dropFirst()) { terms.insert("d\(first) \(second)") }
        return terms
    }
}
