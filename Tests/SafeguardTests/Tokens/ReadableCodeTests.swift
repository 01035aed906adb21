import Safeguard
import TestSupport
import Testing

@Suite struct ReadableCodeTests {
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")

    private static let codes: [ReadableCode] = {
        var generator = SeededGenerator(1)
        return (0..<500).map { _ in ReadableCode.random(using: &generator) }
    }()

    @Test("a code is two groups of four characters that nobody mixes up on the phone")
    func form() {
        var seen: Set<Character> = []
        for code in Self.codes {
            let groups = code.description.split(separator: "-").map(Array.init)
            #expect(groups.map(\.count) == [4, 4])
            seen.formUnion(groups.joined())
        }
        #expect(seen == Set(Self.alphabet))
        #expect(seen.isDisjoint(with: "0O1IL"))
    }

    @Test("a code is read as it was typed", arguments: [0, 1, 2])
    func typed(_ number: Int) {
        let code = Self.codes[number]
        let text = code.description
        let bare = text.replacing("-", with: "")
        for typed in [
            text, text.lowercased(), bare, " \(text) ", bare.map { "\($0) " }.joined(), "\(text)\n",
        ] {
            #expect(ReadableCode(typed) == code)
        }
    }

    @Test("one wrong character is noticed")
    func wrongCharacter() {
        for code in Self.codes.prefix(50) {
            let letters = Array(code.description)
            for position in letters.indices where letters[position] != "-" {
                for other in Self.alphabet where other != letters[position] {
                    var wrong = letters
                    wrong[position] = other
                    #expect(ReadableCode(String(wrong)) == nil)
                }
            }
        }
    }

    @Test("two swapped neighbours are noticed")
    func swapped() {
        for code in Self.codes {
            let letters = Array(code.description.replacing("-", with: ""))
            for position in 0..<7 where letters[position] != letters[position + 1] {
                var wrong = letters
                wrong.swapAt(position, position + 1)
                #expect(ReadableCode(String(wrong)) == nil, "\(code), \(position)")
            }
        }
    }

    @Test(
        "anything else is no code",
        arguments: ["", "-", "K7M4", "K7M4-P2Q", "K7M4-P2QX9", "K7M4-P2Q0", "K7M4_P2QX", "七七七七七七七七"]
    )
    func malformed(_ text: String) {
        #expect(ReadableCode(text) == nil)
    }
}
