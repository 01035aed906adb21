import Foundation
@testable import Safeguard
import Testing

/// What agents must never ask for, and what they say all day, from Tests/Fixtures/solicitation.
@Suite struct SolicitationTests {
    private static func lines(_ file: String) throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/solicitation")
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    private let detector = SolicitationDetector()

    @Test("whoever asks for it is stopped", arguments: ["en", "zh"])
    func asks(_ language: String) throws {
        let asks = try Self.lines("asks.\(language).txt")
        #expect(asks.count >= 150)
        for ask in asks {
            let parts = ask.split(separator: "\t").map(String.init)
            let kinds = detector.find(in: parts[1]).map(\.kind.rawValue)
            #expect(kinds.contains(parts[0]), "\(ask): \(kinds)")
        }
    }

    @Test("what support says every day passes", arguments: ["en", "zh"])
    func answers(_ language: String) throws {
        for answer in try Self.lines("answers.\(language).txt") {
            #expect(detector.find(in: answer) == [], "\(answer)")
        }
    }

    @Test("one sentence of many is enough, and the part that asks is named")
    func named() throws {
        let text =
            "您好 👋 Thank you for waiting. We never share data. Please send me your seed phrase, then wait."
        let finding = try #require(detector.find(in: text).first)
        let part = Array(text.unicodeScalars)[finding.range]
        #expect(finding.kind == .seedPhrase)
        #expect(String(String.UnicodeScalarView(part)) == "Please send me your seed phrase")
    }

    @Test(
        "capitals, width, look-alikes and invisible characters hide nothing",
        arguments: [
            "SEND ME YOUR PASSWORD", "Send me your ｐａｓｓｗｏｒｄ", "Send me your pаsswоrd",
            "Send me your pass\u{200B}word",
            "請把您的密碼發給我", "请 把 您 的 密 码 发 给 我", "请把您的密\u{200B}码发给我",
        ]
    )
    func disguised(_ text: String) {
        #expect(detector.find(in: text).map(\.kind) == [.password])
    }

    @Test("several languages and kinds in one text are all named")
    func several() {
        let text = "Please tell me the OTP. 请把您的助记词发给我。"
        #expect(detector.find(in: text).map(\.kind) == [.oneTimeCode, .seedPhrase])
    }

    @Test("the longest message is read within its time, whatever it holds", .timeLimit(.minutes(60)))
    func long() {
        for piece in ["send me your ", "请把", "password ", "a", "，", "tell me, "] {
            _ = detector.find(in: String(repeating: piece, count: 10_000 / piece.count))
        }
    }
}
