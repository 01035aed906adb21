import Foundation
@testable import Safeguard
import Testing

@Suite struct SeedPhraseTyposTests {
    private func found(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SecretDetector().find(in: text).map { String(String.UnicodeScalarView(scalars[$0.range])) }
    }

    private static func bare(_ word: String) -> String {
        word.folding(options: .diacriticInsensitive, locale: nil)
    }

    /// A slip of each kind in a word, none of which makes another word of a list.
    enum Slip: CaseIterable {
        case insertion, deletion, substitution, transposition

        func write(_ word: String, at place: Int) -> String {
            var letters = Array(word)
            switch self {
            case .insertion: letters.insert("q", at: place)
            case .deletion: letters.remove(at: place)
            case .substitution: letters[place] = "q"
            case .transposition: letters.swapAt(place, place + 1)
            }
            return String(letters)
        }
    }

    @Test(
        "a phrase with one slip in one word goes whole",
        arguments: [WordListFile.english, .french, .spanish, .italian, .czech, .portuguese],
        Slip.allCases
    )
    func oneSlip(_ list: WordListFile, _ slip: Slip) throws {
        // Without its accent a slip may be another word.
        let known = Set(try WordListFile.allCases.flatMap { try $0.words() }.map(Self.bare))
        for (length, seed) in [(12, 1), (12, 2), (15, 3), (18, 4), (24, 5)] as [(Int, UInt64)] {
            let words = try Mnemonic.valid(list, length, seed: seed)
            for place in [0, length / 2, length - 1] {
                var typed = words
                typed[place] = slip.write(words[place], at: 1)
                guard typed[place] != words[place], !known.contains(Self.bare(typed[place])) else { continue }
                let text = typed.joined(separator: " ")
                #expect(found("qzqzq: \(text). qzqzq") == [text], "\(text)")
                let numbered = typed.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(
                    separator: "\n"
                )
                #expect(found(numbered) == [String(numbered.dropFirst(3))])
            }
        }
    }

    @Test(
        "a wrong syllable of a Korean or Japanese word is a slip",
        arguments: [WordListFile.korean, .japanese]
    )
    func syllables(_ list: WordListFile) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            var words = try Mnemonic.valid(list, 12, seed: seed).map(\.precomposedStringWithCanonicalMapping)
            words[5] = (list == .korean ? "뷁" : "ゐ") + words[5].dropFirst()
            let text = words.joined(separator: " ")
            #expect(found(text) == [text], "\(text)")
        }
    }

    @Test("two slips, a word that is two slips away and a word of another language are no phrase")
    func others() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 5)
        var two = words
        two[2] = "q" + two[2]
        two[8] = "q" + two[8]
        #expect(found(two.joined(separator: " ")) == [])
        for other in ["xylophone", "qq" + words[3], "助", "withdrawal"] {
            var typed = words
            typed[3] = other
            #expect(found(typed.joined(separator: " ")) == [], "\(other)")
        }
    }

    @Test("a slip in a row whose checksum no right word mends is none")
    func mends() throws {
        var kept = 0
        for seed in 1...30 as ClosedRange<UInt64> {
            var words = try Mnemonic.wrong(.english, 12, seed: seed)
            words[4] += "q"
            if found(words.joined(separator: " ")).isEmpty { kept += 1 }
        }
        // A checksum of four bits lets one in sixteen through.
        #expect(kept >= 24)
    }

    @Test(
        "what one slip is",
        arguments: [
            ("abandn", "abandon", true), ("abandoon", "abandon", true), ("abamdon", "abandon", true),
            ("abnadon", "abandon", true), ("abandon", "abandon", true), ("ban", "abandon", false),
            ("banadon", "abandon", false), ("zoo", "abandon", false), ("abadnno", "abandon", false),
        ]
    )
    func slip(_ typed: String, _ right: String, _ expected: Bool) {
        #expect(SeedPhraseTypos.isOneSlip(WordLetters(typed).letters, WordLetters(right).letters) == expected)
    }
}

@Suite struct PhraseNumberingTests {
    private func found(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SecretDetector().find(in: text).map { String(String.UnicodeScalarView(scalars[$0.range])) }
    }

    @Test(
        "words may be numbered in any style",
        arguments: [
            "word # ", "Word #: ", "#st ", "#th: ", "No.# ", "no # = ", "number #: ", "第#个", "第#個詞：", "(#) ",
            "#/12 ", "[#] ", "第#个单词：", "单词# ", "第#个是",
        ]
    )
    func numbered(_ style: String) throws {
        for (length, seed) in [(12, 61), (24, 62)] as [(Int, UInt64)] {
            let words = try Mnemonic.valid(.english, length, seed: seed)
            let text = words.enumerated().map { style.replacing("#", with: "\($0.offset + 1)") + $0.element }
                .joined(separator: " ")
            let findings = found(text)
            #expect(findings.count == 1)
            #expect(
                findings.first?.hasPrefix(words[0]) == true && text.hasSuffix(findings.first ?? "-"),
                "\(text)"
            )
        }
    }

    @Test("Chinese numerals and circled digits number as well")
    func numerals() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 63)
        let han = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
        let listed = zip(han, words).map { "\($0)、\($1)" }.joined(separator: "\n")
        let circled = zip("①②③④⑤⑥⑦⑧⑨⑩⑪⑫", words).map { "\($0)\($1)" }.joined(separator: " ")
        for text in [listed, circled] {
            #expect(
                found(text).first?.hasPrefix(words[0]) == true
                    && found(text).first?.hasSuffix(words[11]) == true
            )
        }
    }

    @Test(
        "letters of other alphabets that look the same, drawn letters and both Chinese scripts do not hide a phrase"
    )
    func scripts() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 64)
        let cyrillic = words.map {
            $0.replacing("a", with: "а").replacing("o", with: "о").replacing("e", with: "е")
        }
        let bold = words.map { word in
            String(
                String.UnicodeScalarView(
                    word.unicodeScalars.compactMap { Unicode.Scalar($0.value - 97 + 0x1D41A) }
                )
            )
        }
        for typed in [cyrillic, bold] {
            let text = typed.joined(separator: " ")
            #expect(found(text) == [text])
        }
        let simplified = try Mnemonic.valid(.chineseSimplified, 12, seed: 65)
        let traditional = try Mnemonic.valid(.chineseTraditional, 12, seed: 65)
        let mixed = zip(simplified, traditional).enumerated().map {
            $0.offset.isMultiple(of: 2) ? $0.element.0 : $0.element.1
        }
        #expect(found(mixed.joined(separator: " ")) == [mixed.joined(separator: " ")])
    }

    @Test("half a phrase of one list and half of another is none")
    func halves() throws {
        let first = try Mnemonic.valid(.english, 12, seed: 66).prefix(6)
        let second = try Mnemonic.valid(.italian, 12, seed: 66).suffix(6)
        #expect(found((first + second).joined(separator: " ")) == [])
    }
}
