/// What a text asks for in Chinese.
struct ChineseSolicitation {
    private(set) var findings: [SolicitationFinding] = []

    /// Where a clause ends, and where a thought of its own begins, so that a "not" before it does not reach it.
    private static let sentenceEnds = Set("。！？!?.\n".unicodeScalars)
    private static let pauses = Set("，,；;：:（）()—…".unicodeScalars)
    private static let openers = [
        "但", "不过", "只需", "只要", "麻烦", "请您", "请你", "请把", "请将", "请提供", "请发", "请告", "请回复",
    ]
    .map { Array($0.unicodeScalars) }

    init(_ plain: PlainText) {
        guard plain.scalars.contains(where: { LetterFolding.shared.kind($0) == .han }) else { return }
        var forbids = false
        var asksOpenly = false
        var named: (kind: Solicitation, clauses: Int)?
        for (range, endsSentence, beginsSentence) in Self.clauses(plain.scalars) {
            if beginsSentence { (forbids, asksOpenly) = (false, false) }
            let isQuestion =
                range.upperBound < plain.scalars.count
                && "？?".unicodeScalars.contains(plain.scalars[range.upperBound])
            let ask = ChineseAsk(Array(plain.scalars[range]), isQuestion: isQuestion)
            var kinds = forbids && ask.beginsBare ? [] : ask.kinds
            if kinds.isEmpty, asksOpenly, ask.isFragment, let kind = ask.firstSecret { kinds = [kind] }
            if kinds.isEmpty, let named, ask.handsOverPronoun { kinds = [named.kind] }
            findings += kinds.map { SolicitationFinding($0, plain.range(range)) }
            forbids = ask.isForbidden || forbids && ask.beginsBare
            if ask.opensList { asksOpenly = !ask.isForbidden }
            if let secret = ask.firstSecret, !ask.isForbidden {
                named = (secret, 3)
            } else if let left = named {
                named = left.clauses > 1 ? (left.kind, left.clauses - 1) : nil
            }
            if endsSentence {
                (forbids, asksOpenly) = (false, asksOpenly && !plain.scalars[range].isEmpty && ask.opensList)
            }
        }
    }

    private static func clauses(
        _ scalars: [Unicode.Scalar]
    ) -> [(range: Range<Int>, ends: Bool, begins: Bool)] {
        var clauses: [(Range<Int>, Bool, Bool)] = []
        var start = 0
        var begins = true
        func close(_ end: Int, _ next: Int, ends: Bool) {
            if start < end { clauses.append((start..<end, ends, begins)) }
            begins = ends
            start = next
        }
        for position in scalars.indices {
            let scalar = scalars[position]
            if sentenceEnds.contains(scalar) {
                let isInner =
                    scalar == "." && position + 1 < scalars.count && scalars[position + 1].value > 0x2F
                if !isInner { close(position, position + 1, ends: scalar != "\n" || true) }
            } else if pauses.contains(scalar) {
                close(position, position + 1, ends: false)
            } else if position > start, openers.contains(where: { scalars[position...].starts(with: $0) }) {
                close(position, position, ends: false)
            }
        }
        close(scalars.count, scalars.count, ends: true)
        return clauses
    }
}
