import Foundation
@testable import Safeguard
import Testing

@Suite struct SeedPhraseScannerTests {
    /// A way in which a phrase is typed.
    struct Form: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let write: @Sendable ([String]) -> String

        init(_ name: String, _ write: @escaping @Sendable ([String]) -> String) {
            self.testDescription = name
            self.write = write
        }

        static let all = [
            Form("spaces") { $0.joined(separator: " ") },
            Form("extra spaces") { $0.joined(separator: "   ") },
            Form("commas") { $0.joined(separator: ", ") },
            Form("ideographic commas") { $0.joined(separator: "、") },
            Form("line breaks") { $0.joined(separator: "\n") },
            Form("Windows line breaks") { $0.joined(separator: "\r\n") },
            Form("tabs") { $0.joined(separator: "\t") },
            Form("ideographic spaces") { $0.joined(separator: "\u{3000}") },
            Form("no-break spaces") { $0.joined(separator: "\u{A0}") },
            Form("hyphens") { $0.joined(separator: "-") },
            Form("numbered with dots") { words in
                words.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: " ")
            },
            Form("numbered lines with brackets") { words in
                words.enumerated().map { "\($0.offset + 1)) \($0.element)" }.joined(separator: "\n")
            },
            Form("numbered without a gap") { words in
                words.enumerated().map { "\($0.offset + 1)\($0.element)" }.joined(separator: " ")
            },
            Form("rows of four") { words in
                stride(from: 0, to: words.count, by: 4)
                    .map { words[$0..<min($0 + 4, words.count)].joined(separator: " ") }.joined(
                        separator: "\n"
                    )
            },
            Form("a JSON array") { words in "[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]" },
            Form("capitals") { words in words.map { $0.uppercased() }.joined(separator: " ") },
            Form("capitalised words") { words in words.map(\.capitalized).joined(separator: " ") },
            Form("composed (NFC)") { $0.joined(separator: " ").precomposedStringWithCanonicalMapping },
            Form("decomposed (NFKD)") { $0.joined(separator: " ").decomposedStringWithCompatibilityMapping },
            Form("zero-width spaces added") { $0.joined(separator: " \u{200B}") },
        ]
    }

    private func found(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SecretDetector().find(in: text).map { finding in
            String(String.UnicodeScalarView(scalars[finding.range]))
        }
    }

    @Test(
        "a phrase of every length and list is found from its first word to its last",
        arguments: WordListFile.allCases,
        Mnemonic.lengths
    )
    func everyList(_ list: WordListFile, _ length: Int) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let phrase = try Mnemonic.valid(list, length, seed: seed).joined(separator: " ")

            let findings = SecretDetector().find(in: phrase)

            #expect(findings == [SecretFinding(.seedPhrase, 0..<phrase.unicodeScalars.count)], "\(phrase)")
        }
    }

    @Test("a wrong checksum is no phrase", arguments: WordListFile.allCases, Mnemonic.lengths)
    func wrongChecksum(_ list: WordListFile, _ length: Int) throws {
        // Longer rows hold shorter windows that are right by chance, which no scanner can know.
        guard length == 12 else {
            let phrase = try Mnemonic.wrong(list, length).joined(separator: " ")
            #expect(found(phrase) != [phrase])
            return
        }
        for seed in 1...10 as ClosedRange<UInt64> {
            let phrase = try Mnemonic.wrong(list, length, seed: seed).joined(separator: " ")
            #expect(found(phrase) == [], "\(phrase)")
        }
    }

    @Test(
        "however it is written, all of it goes and nothing around it",
        arguments: Form.all,
        WordListFile.allCases
    )
    func everyForm(_ form: Form, _ list: WordListFile) throws {
        for (length, seed) in [(12, 3), (24, 4)] as [(Int, UInt64)] {
            let written = form.write(try Mnemonic.valid(list, length, seed: seed))
            let before = "@ 9: ", after = " ;;"

            let findings = SecretDetector().find(in: before + written + after)

            let first = try #require(findings.first)
            #expect(findings.count == 1)
            let letters = Array((before + written + after).unicodeScalars).enumerated()
                // Voicing marks of decomposed kana are not letters.
                .filter {
                    $0.element.properties.isAlphabetic
                        || $0.element.properties.canonicalCombiningClass != .notReordered
                }
                .map(\.offset)
            #expect(first.range == letters[0]..<(letters[letters.count - 1] + 1))
            #expect(first.kind == .seedPhrase)
        }
    }

    @Test("Chinese and Japanese need no spaces", arguments: WordListFile.unspaced, Mnemonic.lengths)
    func unspaced(_ list: WordListFile, _ length: Int) throws {
        for seed in 11...30 as ClosedRange<UInt64> {
            let words = try Mnemonic.valid(list, length, seed: seed)
            for text in [words.joined(), words.joined().precomposedStringWithCanonicalMapping] {
                #expect(found(text) == [text])
            }
        }
    }

    @Test(
        "the words around a phrase stay, and the place is counted in scalars",
        arguments: [
            ("👩‍👩‍👧 help, my seed is: ", " – what now?", WordListFile.english),
            ("my recovery phrase ", " does not open the app", .english),
            ("我的助记词是：", "，钱包打不开了", .chineseSimplified),
            ("我的助记词", "。为什么提示错误？", .chineseSimplified),
            ("請幫我看看我的助記詞：", "，謝謝", .chineseTraditional),
            ("𠮷さん、これです → ", " よろしくね", .japanese),
            ("내 시드: ", ". 도와주세요", .korean),
            ("ma phrase: ", ". Merci !", .french),
        ]
    )
    func embedded(_ before: String, _ after: String, _ list: WordListFile) throws {
        let phrase = try Mnemonic.valid(list, 12, seed: 7)
            .joined(separator: WordListFile.chinese.contains(list) ? "" : " ")

        let findings = SecretDetector().find(in: before + phrase + after)

        let start = before.unicodeScalars.count
        let end = start + phrase.unicodeScalars.count
        guard WordListFile.chinese.contains(list) else {
            #expect(findings == [SecretFinding(.seedPhrase, start..<end)])
            return
        }
        // A row of characters that the neighbours lengthen may hold a second phrase by chance: both are hidden.
        #expect(findings.map(\.kind) == [.seedPhrase])
        #expect(
            findings.allSatisfy {
                $0.range.lowerBound == start && (end..<(end + 4)).contains($0.range.upperBound)
            }
        )
    }

    @Test(
        "list words before a phrase never uncover its end",
        arguments: [
            ["seed", "phrase"], ["mass", "mutual", "secret", "seed", "phrase"],
            ["enter", "this", "phrase", "again"],
        ]
    )
    func chanceBefore(_ before: [String]) throws {
        for seed in 1...200 as ClosedRange<UInt64> {
            let phrase = try Mnemonic.valid(.english, 12, seed: seed)
            let text = (before + phrase + ["please", "help"]).joined(separator: " ")

            let findings = SecretDetector().find(in: text)

            let start = before.joined(separator: " ").count + 1
            let place = start..<(start + phrase.joined(separator: " ").count)
            // Windows that fit by chance may hide more, never less.
            #expect(
                findings.contains {
                    $0.range.contains(place.lowerBound) && $0.range.upperBound >= place.upperBound
                }
            )
        }
    }

    @Test("two phrases in one text are both hidden")
    func two() throws {
        let first = try Mnemonic.valid(.english, 12, seed: 21).joined(separator: " ")
        let second = try Mnemonic.valid(.italian, 24, seed: 22).joined(separator: ", ")
        #expect(found("old: \(first)\nnow it is (№2) \(second)!") == [first, second])
    }

    @Test("accents may be left out", arguments: [WordListFile.french, .spanish, .czech, .portuguese])
    func withoutAccents(_ list: WordListFile) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let typed = try Mnemonic.valid(list, 24, seed: seed).joined(separator: " ")
                .decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                    !(0x300...0x36F).contains($0.value)
                }
            let text = String(String.UnicodeScalarView(typed))
            #expect(found(text) == [text])
        }
    }

    @Test("Chinese in rows without spaces", arguments: WordListFile.chinese)
    func rows(_ list: WordListFile) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let words = try Mnemonic.valid(list, 12, seed: seed)
            let text = [words[0..<4], words[4..<8], words[8...]].map { $0.joined() }.joined(separator: "\n")
            #expect(found("\(text)\n") == [text])
        }
    }

    @Test("full-width letters and zero-width characters do not hide a word")
    func disguised() throws {
        let words = try Mnemonic.valid(.english, 12)
        let wide = words.joined(separator: " ").unicodeScalars.map { scalar in
            scalar == " " ? "\u{3000}" : String(Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar)
        }.joined()
        let cut = words.map { $0.prefix(2) + "\u{200D}" + $0.dropFirst(2) }.joined(separator: " ")
        #expect(found(wide) == [wide])
        #expect(found(cut) == [cut])
    }

    @Test(
        "numbered down in columns and read across",
        arguments: [WordListFile.english, .spanish, .korean, .chineseSimplified],
        [2, 3, 4]
    )
    func columns(_ list: WordListFile, _ columns: Int) throws {
        for (length, seed) in [(12, 41), (24, 42)] as [(Int, UInt64)] {
            let words = try Mnemonic.valid(list, length, seed: seed)
            let rows = length / columns
            let lines = (0..<rows).map { row in
                stride(from: row, to: length, by: rows).map { "\($0 + 1). \(words[$0])" }.joined(
                    separator: "   "
                )
            }
            let text = "@ 9\n" + lines.joined(separator: "\n")

            let findings = SecretDetector().find(in: text)

            #expect(findings == [SecretFinding(.seedPhrase, 7..<text.unicodeScalars.count)], "\(text)")
        }
    }

    @Test("numbers that number no words say nothing about their order")
    func otherNumbers() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 43)
        let swapped = [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]
        for numbers in [
            swapped.map { $0 + 2 }, swapped.map { $0 + 1 }.dropLast() + [4], swapped.map { _ in 1 },
        ] {
            let text = zip(numbers, swapped).map { "\($0). \(words[$1])" }.joined(separator: "\n")
            #expect(found(text) == [], "\(text)")
        }
    }

    @Test("fewer than twelve words, or one foreign word among them, are no phrase")
    func notAPhrase() throws {
        var words = try Mnemonic.valid(.english, 12, seed: 5)
        #expect(found(words.dropLast().joined(separator: " ")) == [])
        words[6] = "xylophone"
        #expect(found(words.joined(separator: " ")) == [])
    }

    @Test(
        "questions about phrases stay readable",
        arguments: [
            "请问助记词怎么导出到新的钱包里面，需要输入密码吗，如果忘记了密码还能不能找回来",
            "我的助记词是在去年创建钱包的时候记录下来的，现在导入的时候系统提示错误怎么办",
            "已关闭微粒贷需要重新开启", "身份信息输入错误无法借款", "您的资产都在链上保存，资产由您的私钥助记词控制，服务升级并不会影响您的资产",
            "請問助記詞應該如何保管，我擔心手機丟失以後無法找回我的資產，謝謝",
            // Chance gives these a valid checksum; several marks stand in them.
            "| 查不到该 TXID | 未广播、被丢弃，或查错了网络 | 核对网络", "活期＋购买齐鲁稳固21享受活期＋收益吗",
            "How do I find my seed phrase again, and is it safe to write the words on paper and keep them at home?",
            "cannot open the app because the phone is old and the screen will not work, please help me again today",
        ]
    )
    func ordinaryText(_ text: String) {
        #expect(found(text) == [])
    }

    @Test("a row of more than a thousand words is hidden whole, whatever its checksums")
    func row() {
        let text =
            "Look: " + Array(repeating: "abandon ability", count: 501).joined(separator: " ") + ". Thanks"

        let findings = SecretDetector().find(in: text)

        #expect(findings == [SecretFinding(.seedPhrase, 6..<(text.unicodeScalars.count - 8))])
    }

    @Test("a long hostile text takes a linear time", .timeLimit(.minutes(60)))
    func hostile() {
        let texts = [
            "あ", "あい", "あいこくしん", "助记词", "种子的", "abandon ", "的", "的 ", "-----BEGIN ", "\u{200B}a", "a\u{301}",
            "password:", "验证码是1", "[1,", "{\"ciphertext\":", "4450 6123 ", "api key=", "1234567 is ",
            String(repeating: "abandon ", count: 11) + "qbandon ", String(repeating: "a1", count: 32) + " ",
        ]
        for piece in texts {
            let text = String(repeating: piece, count: 60_000 / piece.unicodeScalars.count)
            #expect(
                SecretDetector().find(in: text).allSatisfy {
                    $0.range.upperBound <= text.unicodeScalars.count
                }
            )
        }
    }
}
