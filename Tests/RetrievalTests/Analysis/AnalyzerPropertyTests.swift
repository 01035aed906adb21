@testable import Retrieval
import Testing

/// What holds for every text, tried with scalars from all of Unicode.
@Suite struct AnalyzerPropertyTests {
    /// SplitMix64: the same texts on every run.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static let blocks: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0x20...0x7E, 0xA0...0x24F, 0x250...0x36F, 0x370...0x5FF, 0x600...0x8FF, 0x900...0xDFF,
        0xE00...0x109F, 0x10A0...0x13FF, 0x1E00...0x206F, 0x2070...0x2BFF, 0x3000...0x33FF, 0x4E00...0x9FFF,
        0xA000...0xABFF, 0xAC00...0xD7A3, 0xF900...0xFFFD, 0x10000...0x1FFFF, 0x20000...0x323AF,
        0x0...0x10FFFF,
    ]

    private static func text(_ dice: inout Dice) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 1...40, using: &dice) {
            let block = blocks[Int.random(in: 0..<blocks.count, using: &dice)]
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                if let scalar = Unicode.Scalar(UInt32.random(in: block, using: &dice)) { text.append(scalar) }
            }
            if Bool.random(using: &dice) { text.append(" ") }
        }
        return String(text)
    }

    private static func folded(_ text: String) -> [String] {
        Tokenizer(text).map { token in
            switch token.kind {
            case .word(let word): word
            case .character(let character, continues: _):
                Unicode.Scalar(character).map { String(Character($0)) } ?? ""
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func whatIsFoldedStaysAsItIs(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<250 {
            let text = Self.text(&dice)
            // A word that is longer than any is cut, and may be cut again.
            let once = Self.folded(text).filter { $0.utf8.count <= 60 }
            let twice = Self.folded(once.joined(separator: " "))
            #expect(once == twice, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func placesLieInTheText(seed: UInt64) {
        var dice = Dice(state: seed &* 77)
        for _ in 0..<250 {
            let text = Self.text(&dice)
            let bytes = Array(text.utf8)
            var last = 0
            Analyzer.forEachTerm(of: text) { occurrence in
                #expect(occurrence.start >= last && occurrence.start < occurrence.end)
                #expect(occurrence.end <= bytes.count)
                #expect(String(validating: bytes[occurrence.start..<occurrence.end], as: UTF8.self) != nil)
                last = occurrence.start
            }
        }
    }

    /// Whatever somebody types, the search and the suggestions answer.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func anythingMayBeAsked(seed: UInt64) {
        var dice = Dice(state: seed &* 1009)
        var index = SmallLibrary.index
        for number in 0..<60 {
            let text = Self.text(&dice)
            index.upsert(SmallLibrary.document("random \(number)", "en", text, text))
            for asked in [text, "\"\(text)", "-\(text) \(text)", "提币“\(text)”"] {
                let hits = index.search(SearchQuery(asked, includesTranslations: true)).hits
                #expect(hits.allSatisfy { $0.score > 0 && (0...1).contains($0.coverage) })
                _ = hits.first?.passage(length: 40)
                #expect(index.suggest(SuggestQuery(asked)).count <= 5)
            }
        }
    }
}
