import Foundation
@testable import Safeguard
import Testing

@Suite struct SecretTrailTests {
    /// What is stored once an author has written some messages, one after the other, each with whether it was hidden.
    private func stored(_ messages: [String]) -> [(text: String, isHidden: Bool)] {
        let gate = SecretsGate()
        var stored: [(text: String, isHidden: Bool)] = []
        for message in messages {
            let masked = gate.mask(message)
            stored.append((masked.text, masked.kinds.contains(.seedPhrase)))
            guard !masked.kinds.contains(.seedPhrase), SecretTrail.mayGoOn(with: masked.text) else {
                continue
            }
            let earlier = stored.dropLast().reversed().map {
                SecretTrail.Earlier($0.text, isHidden: $0.isHidden)
            }
            for part in SecretTrail(after: earlier).parts(with: masked.text) {
                let place = stored.count - 1 - part.messagesBack
                stored[place] = (SecretsGate.hide(part.range, in: stored[place].text), true)
            }
        }
        return stored
    }

    private func texts(_ messages: [String]) -> [String] { stored(messages).map(\.text) }

    private func pieces(_ words: [String], _ size: Int, by separator: String = " ") -> [String] {
        stride(from: 0, to: words.count, by: size).map {
            words[$0..<min($0 + size, words.count)].joined(separator: separator)
        }
    }

    @Test(
        "nothing is left of a phrase in pieces",
        arguments: [1, 2, 3, 4, 5, 6, 8, 11],
        [12, 15, 18, 21, 24]
    )
    func inPieces(_ size: Int, _ length: Int) throws {
        for list in WordListFile.allCases {
            for seed in UInt64(100)..<112 {
                let words = try Mnemonic.valid(list, length, seed: seed)
                let left = texts(["hello, look:"] + pieces(words, size)).dropFirst()
                #expect(left.allSatisfy { $0 == SecretsGate.mask }, "\(list) \(seed): \(left)")
            }
        }
    }

    @Test("few words of the European lists are stored before the phrase is known", arguments: [1, 2, 3, 6])
    func early(_ size: Int) throws {
        for list in WordListFile.allCases where !WordListFile.chinese.contains(list) {
            var mostStored = 0
            for seed in UInt64(200)..<300 {
                let messages = pieces(try Mnemonic.valid(list, 24, seed: seed), size)
                let known = messages.indices.first { texts(Array(messages[...$0])).last == SecretsGate.mask }
                mostStored = max(mostStored, try #require(known) * size)
            }
            #expect(mostStored <= 6, "\(list)")
        }
    }

    @Test("characters one by one, or apart, are known as soon")
    func earlyChinese() throws {
        for seed in UInt64(200)..<300 {
            let words = try Mnemonic.valid(.chineseSimplified, 24, seed: seed)
            for messages in [words, pieces(words, 3)] {
                let known = messages.indices.first { texts(Array(messages[...$0])).last == SecretsGate.mask }
                #expect(try #require(known) <= 6)
            }
        }
    }

    @Test("Chinese without spaces is hidden with its last piece at the latest", arguments: [2, 4, 6])
    func chinese(_ size: Int) throws {
        for seed in UInt64(300)..<340 {
            let words = try Mnemonic.valid(.chineseSimplified, 12, seed: seed)
            let left = texts(pieces(words, size, by: ""))
            #expect(left.allSatisfy { $0 == SecretsGate.mask }, "\(seed): \(left)")
        }
    }

    @Test(
        "what numbers the words stays, the words do not",
        arguments: [
            "word 1: ", "Word #1 - ", "1. ", "1) ", "#1 ", "no. 1: ", "1st word: ", "the 1st word is ",
            "第1个：", "第1个词是",
            "1、",
        ]
    )
    func labels(_ label: String) throws {
        for list in [WordListFile.english, .spanish, .korean, .chineseSimplified] {
            let words = try Mnemonic.valid(list, 24, seed: 73)
            let labels = words.indices.map { label.replacingOccurrences(of: "1", with: String($0 + 1)) }
            #expect(texts(zip(labels, words).map { $0 + $1 }) == labels.map { $0 + SecretsGate.mask })
        }
    }

    @Test(
        "words that labels have are hidden behind a label too",
        arguments: ["1. ", "1) ", "1、", "1: ", "第1个：", "第1个词是", "第一：", "Word 1: ", "1st word: "]
    )
    func labelWords(_ label: String) throws {
        let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
        for (list, named) in [
            (WordListFile.chineseSimplified, "是 为 一 第 个 单 号 字 词 位 最 百 下 后 二 三"),
            (.chineseTraditional, "是 為 一 第 個 單 號 字 詞 位 最 百 下 後 二 三"),
            (.english, "word second final"),
        ] {
            for word in named.split(separator: " ").map(String.init) where try list.words().contains(word) {
                for place in 0..<12 {
                    var words = try Mnemonic.valid(list, 12, seed: 430)
                    words[place] = word
                    let labels = words.indices.map {
                        label.replacingOccurrences(of: "1", with: String($0 + 1))
                            .replacingOccurrences(of: "一", with: numerals[$0])
                    }
                    let left = texts(["这是我的钱包："] + zip(labels, words).map { $0 + $1 }).dropFirst()
                    let kept = zip(left, labels).filter { $0 != $1 + SecretsGate.mask }.map(\.0)
                    #expect(kept == [], "\(word) in place \(place)")
                }
            }
        }
    }

    @Test(
        "a Chinese introduction stays, though all of its characters are of the list",
        arguments: ["这是我的钱包：", "我的钱包是这样的", "您好，这是我的", "请帮我看看这个"]
    )
    func introduced(_ introduction: String) throws {
        for label in ["1. ", "1、", ""] {
            for seed in UInt64(400)..<410 {
                let words = try Mnemonic.valid(.chineseSimplified, 12, seed: seed)
                let labels = words.indices.map { label.replacingOccurrences(of: "1", with: String($0 + 1)) }
                let left = texts([introduction] + zip(labels, words).map { $0 + $1 })
                #expect(left == [introduction] + labels.map { $0 + SecretsGate.mask }, "\(seed)")
            }
        }
    }

    @Test("several numbered words a message", arguments: [2, 3, 4, 6], ["1. ", "1、", "1) ", "第1个："])
    func numberedPieces(_ size: Int, _ label: String) throws {
        for list in [WordListFile.english, .chineseSimplified] {
            for seed in UInt64(420)..<440 {
                let words = try Mnemonic.valid(list, 12, seed: seed)
                let written = words.indices.map {
                    label.replacingOccurrences(of: "1", with: String($0 + 1)) + words[$0]
                }
                let left = texts(["hello, look:"] + pieces(written, size)).dropFirst()
                let kept = zip(left, pieces(words, size)).filter { text, piece in
                    piece.split(separator: " ").contains { text.hasSuffix($0) }
                }
                #expect(kept.isEmpty, "\(list) \(seed): \(left)")
            }
        }
    }

    @Test("numbers by themselves before their words", arguments: ["1.", "一、", "#1", "第1个："])
    func labelsApart(_ label: String) throws {
        for list in [WordListFile.english, .chineseSimplified] {
            let words = try Mnemonic.valid(list, 12, seed: 76)
            let left = texts(words.flatMap { [label, $0] })
            #expect(left == words.flatMap { _ in [label, SecretsGate.mask] })
        }
    }

    @Test("numbers in words are labels too")
    func ordinals() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 75)
        let names = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
            .split(separator: " ")
        let written = zip(names, words).map { "the \($0) word is \($1)" }
        #expect(texts(written).allSatisfy { $0.hasSuffix("word is \(SecretsGate.mask)") })
        let short = zip(names, words).map { "\($0): \($1)" }
        #expect(texts(short).allSatisfy { $0.hasSuffix(": \(SecretsGate.mask)") })
    }

    @Test("only the words are hidden where something else is said before the first and behind the last")
    func around() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 72)
        let first = "👩‍👩‍👧 my recovery phrase: " + words[..<5].joined(separator: ", ")
        let last = words[8...].joined(separator: " ") + ". That is everything I have"
        let left = texts([first, words[5..<8].joined(separator: " "), last])
        #expect(left == ["👩‍👩‍👧 my recovery phrase: ▮▮▮▮▮▮", "▮▮▮▮▮▮", "▮▮▮▮▮▮. That is everything I have"])
    }

    @Test("what says nothing may stand between")
    func between() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 73)
        let messages = pieces(words, 3)
        let mixed = [messages[0], "👇", messages[1], "ok, next", "7 - 9", messages[2], messages[3]]
        #expect(texts(mixed) == ["▮▮▮▮▮▮", "👇", "▮▮▮▮▮▮", "ok, next", "7 - 9", "▮▮▮▮▮▮", "▮▮▮▮▮▮"])
    }

    @Test("a word mistyped in the middle of a row is hidden as well")
    func slip() throws {
        var words = try Mnemonic.valid(.english, 12, seed: 78)
        words[7] = String(words[7].dropLast()) + "q"
        #expect(texts(words).allSatisfy { $0 == SecretsGate.mask })
    }

    @Test("who called it a phrase gives the first rare words away")
    func called() throws {
        let words = try Mnemonic.valid(.spanish, 12, seed: 79)
        let left = texts(["here is my seed phrase", words[0], words[1]])
        #expect(left == ["here is my seed phrase", "▮▮▮▮▮▮", "▮▮▮▮▮▮"])
        let chinese = try Mnemonic.valid(.chineseSimplified, 12, seed: 80)
        #expect(texts(["我的助记词", chinese[0], chinese[1]]).suffix(1) == ["▮▮▮▮▮▮"])
    }

    @Test("twelve words in one message with a wrong checksum are somebody's words")
    func wrong() throws {
        let words = try Mnemonic.wrong(.english, 12, seed: 76).joined(separator: " ")
        #expect(texts(["hello", words, "why?"]) == ["hello", words, "why?"])
    }

    @Test("thanks after a phrase are thanks")
    func afterwards() throws {
        let phrase = try Mnemonic.valid(.english, 12, seed: 81).joined(separator: " ")
        let talk = ["thank you", "hello", "please help", "can you help"]
        #expect(texts([phrase] + talk) == ["▮▮▮▮▮▮"] + talk)
    }

    @Test(
        "a chat is no phrase",
        arguments: [
            ["hi", "my withdrawal is pending", "please help", "how long will it take", "thank you", "ok"],
            ["hello", "hello", "please help", "please", "can you help", "wait", "what", "hello"],
            ["hello", "deposit", "cancel order", "please", "agent", "human please", "help", "now"],
            ["change mobile number", "verify mobile number", "order number", "card", "deposit"],
            ["credit card", "rate limit", "transfer fee", "all good"],
            ["你好", "在吗", "我的提币怎么还没有到账", "已经两个小时了", "好的", "谢谢", "那我再等等"],
            ["你好", "在吗", "人工", "在", "好", "行", "是", "没有", "怎么办", "多久", "提现", "好的", "谢谢"],
            ["在", "好", "对", "不行", "快点", "请等等", "可以", "没收到"],
        ]
    )
    func chat(_ messages: [String]) {
        #expect(texts(messages) == messages)
    }

    @Test("the names of things that a list has are no phrase until there are several")
    func things() {
        #expect(texts(["laptop", "hotel", "camera"]) == ["laptop", "hotel", "camera"])
        #expect(texts(["gold silver", "ok thanks"]) == ["gold silver", "ok thanks"])
    }
}
