@testable import Safeguard
import Testing

@Suite struct SecretTrailTests {
    /// The parts found in some messages, and the message that completed them.
    private func read(_ messages: [String]) -> (parts: [SecretTrail.Part], at: Int?) {
        var trail = SecretTrail()
        for (place, message) in messages.enumerated() {
            let parts = trail.read(message)
            if !parts.isEmpty { return (parts, place) }
        }
        return ([], nil)
    }

    /// A message that one of its parts covers from the first word to the last.
    private func whole(_ back: Int, _ message: String) -> SecretTrail.Part {
        SecretTrail.Part(messagesBack: back, range: 0..<message.unicodeScalars.count)
    }

    @Test("a phrase in pieces is known with its last piece", arguments: [1, 2, 3, 4, 6], [12, 24])
    func pieces(_ size: Int, _ length: Int) throws {
        for list in [WordListFile.english, .korean, .spanish] {
            let words = try Mnemonic.valid(list, length, seed: 71)
            let messages = stride(from: 0, to: length, by: size).map {
                words[$0..<min($0 + size, length)].joined(separator: " ")
            }
            let (parts, at) = read(["hello, look:"] + messages)
            let last = try #require(at)
            // A window that fits by chance may be seen before, and hides what belongs to it.
            #expect(last <= messages.count && parts.last?.messagesBack == 0)
            guard last == messages.count, length == 12 else { continue }
            #expect(parts == messages.indices.map { whole(messages.count - 1 - $0, messages[$0]) })
        }
    }

    @Test("only the words of the phrase are parts, counted in scalars")
    func places() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 72)
        let first = "👩‍👩‍👧 xx: " + words[..<7].joined(separator: ", ")
        let second = words[7...].joined(separator: " ") + ". qqq"
        let (parts, at) = read([first, second])
        let end = first.unicodeScalars.count
        #expect(at == 1)
        #expect(
            parts == [
                SecretTrail.Part(
                    messagesBack: 1,
                    range: (end - words[..<7].joined(separator: ", ").count)..<end
                ),
                SecretTrail.Part(messagesBack: 0, range: 0..<words[7...].joined(separator: " ").count),
            ]
        )
    }

    @Test("numbers and signs between the pieces change nothing; Chinese comes in pieces too")
    func between() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 73)
        #expect(
            read([words[..<6].joined(separator: " "), "7 - 12 👇", words[6...].joined(separator: " ")]).at == 2
        )
        let chinese = try Mnemonic.valid(.chineseSimplified, 12, seed: 74)
        #expect(read([chinese[..<6].joined(), chinese[6...].joined()]).at == 1)
    }

    @Test("another word between two pieces ends the trail, and what it held is forgotten")
    func ended() throws {
        let words = try Mnemonic.valid(.english, 12, seed: 75)
        let pieces = [words[..<6].joined(separator: " "), words[6...].joined(separator: " ")]
        var trail = SecretTrail()
        #expect(trail.read(pieces[0]) == [] && !trail.isEmpty)
        #expect(trail.read("xylophones everywhere") == [] && trail.isEmpty)
        #expect(trail.read(pieces[1]) == [])
    }

    @Test("a phrase within one message is the gate's, and a wrong checksum is nobody's")
    func notSplit() throws {
        let phrase = try Mnemonic.valid(.english, 12, seed: 76)
        #expect(read(["xx", phrase.joined(separator: " ")]).at == nil)
        let wrong = try Mnemonic.wrong(.english, 12, seed: 76)
        #expect(read([wrong[..<6].joined(separator: " "), wrong[6...].joined(separator: " ")]).at == nil)
    }

    @Test(
        "a chat is no phrase",
        arguments: [
            ["hi", "my withdrawal is pending", "please help", "how long will it take", "thank you", "ok"],
            ["你好", "在吗", "我的提币怎么还没有到账", "已经两个小时了", "好的", "谢谢", "那我再等等"],
        ]
    )
    func chat(_ messages: [String]) {
        #expect(read(messages).at == nil)
    }
}
