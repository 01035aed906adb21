@testable import Retrieval
import Testing

@Suite struct AnalyzerTests {
    private func terms(_ text: String) -> [String] {
        var terms: [String] = []
        Analyzer.forEachTerm(of: text) { occurrence in
            switch occurrence.term {
            case .word(let word): terms.append(word)
            case .bigram(let first, let second): terms.append(Self.text(first) + Self.text(second))
            case .single(let character, isAlone: true): terms.append("(" + Self.text(character) + ")")
            case .single(_, isAlone: false): break
            }
        }
        return terms
    }

    private static func text(_ scalar: UInt32) -> String { Unicode.Scalar(scalar).map(String.init) ?? "?" }

    @Test func chineseIsReadInOverlappingPairs() {
        #expect(terms("提币未到账") == ["提币", "币未", "未到", "到账"])
        #expect(terms("币") == ["(币)"])
        #expect(terms("USDT提币") == ["usdt", "提币"])
    }

    @Test(arguments: [
        ("ＵＳＤＴ　２ＦＡ", "USDT 2FA"), ("提幣未到賬", "提币未到账"), ("Café", "cafe"), ("WITH\u{00AD}DRAW", "withdraw"),
        ("提\u{200B}币", "提币"), ("聯繫客服", "联系客服"),
    ])
    func formsThatReadAlikeAreAlike(_ one: String, _ other: String) {
        #expect(terms(one) == terms(other))
        #expect(!terms(one).isEmpty)
    }

    @Test func offsetsPointIntoTheText() {
        let text = "My ＵＳＤＴ 提幣 failed"
        let bytes = Array(text.utf8)
        var seen: [String] = []
        Analyzer.forEachTerm(of: text) {
            seen.append(String(decoding: bytes[$0.start..<$0.end], as: UTF8.self))
        }
        #expect(seen.contains("ＵＳＤＴ") && seen.contains("提幣") && seen.contains("failed"))
    }

    @Test func hostileTextEnds() {
        let long = String(repeating: "a", count: 200_000)
        #expect(terms(long).allSatisfy { $0.utf8.count <= 72 })
        #expect(!terms(String(repeating: "\u{0301}", count: 5000) + "word").isEmpty)
        #expect(terms("\u{202E}\u{200D}\u{FEFF}").isEmpty)
        _ = terms("👩‍👩‍👧‍👦🇨🇳\u{FFFD}\u{0}")
    }
}
