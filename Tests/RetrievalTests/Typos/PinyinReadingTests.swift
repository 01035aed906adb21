@testable import Retrieval
import Testing

@Suite struct PinyinReadingTests {
    /// Reads words where only these pairs of syllables are written anywhere.
    private func read(_ words: [String], known: [String], forgivesAccent: Bool = false) -> [[UInt16]]? {
        let pairs = Set(
            known.map { pair in
                pair.split(separator: "'").compactMap {
                    ChineseCharacters.number(ofSyllable: Array($0.utf8)[...])
                }
            }
        )
        return PinyinReading(words, forgivesAccent: forgivesAccent) { first, second in
            first.contains { one in second.contains { pairs.contains([one, $0]) } } ? 1 : 0
        }?.syllables
    }

    private func numbers(_ syllables: String) -> [[UInt16]] {
        syllables.split(separator: "'").compactMap {
            ChineseCharacters.number(ofSyllable: Array($0.utf8)[...]).map { [$0] }
        }
    }

    @Test(arguments: [
        ("fangan", "fang'an", "fang'an"), ("fangan", "fan'gan", "fan'gan"),
        ("xianzai", "xian'zai", "xian'zai"),
        ("tibi", "ti'bi", "ti'bi"),
    ])
    func whatIsWrittenSomewhereIsMeant(_ typed: String, _ known: String, _ syllables: String) {
        #expect(read([typed], known: [known]) == numbers(syllables))
    }

    @Test(arguments: ["wallet", "tib", "qqqq", "", "bi", "xian"])
    func otherWordsAreNoPinyin(_ typed: String) {
        #expect(read([typed], known: []) == nil)
    }

    @Test func aSyllableEndsWithItsWord() {
        #expect(read(["fan", "gan"], known: ["fang'an"]) == numbers("fan'gan"))
    }

    @Test(arguments: [
        ("zanghu", "zhang'hu"), ("renzen", "ren'zheng"), ("linlai", "ning'nai"), ("fulin", "hu'ning"),
    ])
    func syllablesThatManyDoNotTellApart(_ typed: String, _ meant: String) throws {
        #expect(read([typed], known: [meant])?.allSatisfy { numbers(meant).contains($0) } != true)
        let heard = try #require(read([typed], known: [meant], forgivesAccent: true))
        #expect(zip(heard, numbers(meant)).allSatisfy { $0.contains($1[0]) })
    }
}
