/// Which terms of one language say what terms of another say, learned from texts that are translations of each other.
///
/// IBM's first translation model (Brown et al. 1993): every word of a text is taken to come from some word of its
/// translation, and how likely each pair is follows from which pairs explain all the texts best.
struct TranslatedTerms: Sendable {
    typealias TermID = Vocabulary.TermID

    /// Two texts that say the same: their terms, each once.
    struct Unit {
        let one: [TermID]
        let other: [TermID]
    }

    /// A term that may say the same.
    struct Translation: Sendable {
        let term: TermID
        /// 0...1.
        let chance: Float
    }

    /// So much is learned from: it bounds the time, and the commonest words are learned from far less.
    static let mostUnits = 4000
    /// A text is read so far, in terms.
    private static let longest = 60
    private static let rounds = 4
    /// Rare pairs are doubted: so many occurrences more are taken to have come from nowhere.
    private static let doubt: Float = 0.5
    private static let leastChance: Float = 0.05
    private static let mostTranslations = 6

    private var translations: [TermID: [Translation]] = [:]

    init() {}

    /// Learns from units.
    init(_ units: some Sequence<Unit>) {
        var pairs = Pairs()
        for unit in units { pairs.append(unit) }
        take(pairs.chances(of: pairs.ones, by: pairs.others, isForward: true), pairs.ones, pairs.others)
        take(pairs.chances(of: pairs.others, by: pairs.ones, isForward: false), pairs.others, pairs.ones)
        for term in translations.keys {
            translations[term]?.sort { $0.chance == $1.chance ? $0.term < $1.term : $0.chance > $1.chance }
            translations[term] = Array(translations[term, default: []].prefix(Self.mostTranslations))
        }
    }

    /// What a term is in other languages, the likeliest first.
    func of(_ term: TermID) -> [Translation] { translations[term, default: []] }

    private mutating func take(_ chances: [Float], _ from: [Int32], _ to: [Int32]) {
        for pair in chances.indices where chances[pair] >= Self.leastChance && from[pair] != to[pair] {
            translations[Int(from[pair]), default: []].append(
                Translation(term: Int(to[pair]), chance: chances[pair])
            )
        }
    }

    /// The terms that stand in the same unit, each two once.
    private struct Pairs {
        private(set) var ones: [Int32] = []
        private(set) var others: [Int32] = []
        private var numbers: [UInt64: Int32] = [:]
        /// The pairs of all units, a unit's rows of the terms of `one` behind each other.
        private var links: [Int32] = []
        private var shapes: [(rows: Int, columns: Int)] = []

        mutating func append(_ unit: Unit) {
            shapes.append((unit.one.count, unit.other.count))
            for one in unit.one {
                for other in unit.other {
                    let key = UInt64(one) << 32 | UInt64(other)
                    if let known = numbers[key] {
                        links.append(known)
                    } else {
                        let number = Int32(ones.count)
                        numbers[key] = number
                        ones.append(Int32(one))
                        others.append(Int32(other))
                        links.append(number)
                    }
                }
            }
        }

        /// For each pair how likely its term of `sources` gives the one of `targets`.
        func chances(of sources: [Int32], by targets: [Int32], isForward: Bool) -> [Float] {
            var chances = [Float](repeating: 1, count: sources.count)
            let termCount = Int(sources.max() ?? -1) + 1
            for _ in 0..<TranslatedTerms.rounds {
                var counts = [Float](repeating: 0, count: chances.count)
                var first = 0
                for shape in shapes {
                    // Each target is explained by the sources of its unit.
                    let (targetCount, sourceCount) =
                        isForward ? (shape.columns, shape.rows) : (shape.rows, shape.columns)
                    let (targetStep, sourceStep) = isForward ? (1, shape.columns) : (shape.columns, 1)
                    for target in 0..<targetCount {
                        var sum: Float = 0
                        var place = first + target * targetStep
                        for _ in 0..<sourceCount {
                            sum += chances[Int(links[place])]
                            place += sourceStep
                        }
                        guard sum > 0 else { continue }
                        place = first + target * targetStep
                        for _ in 0..<sourceCount {
                            let pair = Int(links[place])
                            counts[pair] += chances[pair] / sum
                            place += sourceStep
                        }
                    }
                    first += shape.rows * shape.columns
                }
                var totals = [Float](repeating: TranslatedTerms.doubt, count: termCount)
                for pair in counts.indices { totals[Int(sources[pair])] += counts[pair] }
                for pair in counts.indices { chances[pair] = counts[pair] / totals[Int(sources[pair])] }
            }
            return chances
        }
    }
}

// MARK: - What says the same

extension TranslatedTerms {
    /// The parts of two translations that say the same: titles, and lines where both have as many.
    static func units(of one: SearchDocument, _ other: SearchDocument, _ vocabulary: Vocabulary) -> [Unit] {
        var texts = [(one.title, other.title), (one.summary, other.summary)]
        if one.sections.count == other.sections.count {
            for (first, second) in zip(one.sections, other.sections) {
                texts.append((first.heading, second.heading))
                texts += alignedLines(first.text, second.text)
            }
        } else {
            texts.append(
                (
                    one.sections.map(\.text).joined(separator: "\n"),
                    other.sections.map(\.text).joined(separator: "\n")
                )
            )
        }
        return texts.compactMap { first, second in
            let unit = Unit(one: terms(of: first, vocabulary), other: terms(of: second, vocabulary))
            return unit.one.isEmpty || unit.other.isEmpty ? nil : unit
        }
    }

    private static func alignedLines(_ one: String, _ other: String) -> [(String, String)] {
        let first = one.split(separator: "\n"), second = other.split(separator: "\n")
        guard first.count == second.count else { return [(one, other)] }
        return zip(first, second).map { (String($0), String($1)) }
    }

    private static func terms(of text: String, _ vocabulary: Vocabulary) -> [TermID] {
        var terms: [TermID] = []
        var seen: Set<TermID> = []
        Analyzer.forEachTerm(of: text) { occurrence in
            guard terms.count < longest else { return }
            switch occurrence.term {
            case .single: return
            case .word(let word) where StopWords.english.contains(word): return
            case .word, .bigram:
                guard let term = vocabulary.term(knownAs: occurrence.term), seen.insert(term).inserted else {
                    return
                }
                terms.append(term)
            }
        }
        return terms
    }
}
