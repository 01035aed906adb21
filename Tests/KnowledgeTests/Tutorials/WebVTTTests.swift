@testable import Knowledge
import Testing

@Suite("WebVTT")
struct WebVTTTests {
    private static func read(_ text: String) throws(WebVTTError) -> WebVTT {
        try WebVTT(Array(text.utf8))
    }

    @Test(
        "texts and their times",
        arguments: [
            "WEBVTT\n\n00:01.000 --> 00:04.000\nOpen it.\n",
            "\u{FEFF}WEBVTT a title\r\nKind: captions\r\n\r\n1\r\n00:00:01.000 --> 00:00:04.000\r\nOpen it.\r\n",
            "WEBVTT\n\nNOTE\nwhatever\n\nSTYLE\n::cue { color: red }\n\n\n00:01.000\t-->  00:04.000\nOpen it.",
            "WEBVTT\r\r00:01.000 --> 00:04.000\rOpen it.\r\r",
            "WEBVTT\n\nREGION\nid:one\n\n00:01.000 --> 00:04.000\n<v Ana><i>Open</i>\nit.",
        ]
    )
    func reads(_ text: String) throws {
        let cues = try Self.read(text).cues

        #expect(cues.map(\.start) == [1_000])
        #expect(cues.map(\.end) == [4_000])
        #expect(cues.map(\.text) == ["Open it."])
    }

    @Test(
        "what is wrong is told with its line",
        arguments: [
            ("", WebVTTError.noSignature), ("WEBVTTX\n\n00:01.000 --> 00:02.000\na", .noSignature),
            ("webvtt\n", .noSignature), ("WEBVTT", .noCues), ("WEBVTT\n\nNOTE a\n", .noCues),
            ("WEBVTT\n00:01.000 --> 00:02.000\na", .timesWithinText(line: 2)),
            ("WEBVTT\n\n1:01.000 --> 00:02.000\na", .timesUnreadable(line: 3)),
            ("WEBVTT\n\n00:01 --> 00:02\na", .timesUnreadable(line: 3)),
            ("WEBVTT\n\n00:61.000 --> 01:02.000\na", .timesUnreadable(line: 3)),
            ("WEBVTT\n\n00:01,000 --> 00:02,000\na", .timesUnreadable(line: 3)),
            ("WEBVTT\n\n00:01.000-->00:02.000\na", .timesUnreadable(line: 3)),
            ("WEBVTT\n\n00:02.000 --> 00:02.000\na", .endsBeforeStart(line: 3)),
            ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:04.000 --> 00:06.000\nb", .outOfOrder(line: 6)),
            ("WEBVTT\n\n00:01.000 --> 00:02.000 colour:red\na", .settingUnknown(line: 3)),
            ("WEBVTT\n\n00:01.000 --> 00:02.000 align:\na", .settingUnknown(line: 3)),
            ("WEBVTT\n\nSome words\n\n", .timesMissing(line: 3)),
            ("WEBVTT\n\na\nb\nc", .timesMissing(line: 3)),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", .textMissing(line: 3)),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>", .textMissing(line: 3)),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:02.000 --> 00:03.000\nb", .timesWithinText(line: 5)),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\na\u{0}", .notText),
        ]
    )
    func refuses(_ text: String, _ expected: WebVTTError) {
        #expect(throws: expected) { try Self.read(text) }
    }

    @Test("what is no UTF-8, too large or too many is refused")
    func bounds() {
        #expect(throws: WebVTTError.notText) { try WebVTT([0xFF, 0xFE]) }
        let long = "WEBVTT\n\nNOTE " + String(repeating: "x", count: WebVTT.mostBytes)
        #expect(throws: WebVTTError.tooLarge) { try Self.read(long) }
        let many = (0...WebVTT.mostCues).map { _ in "00:00.000 --> 00:01.000\na\n" }
        #expect(throws: WebVTTError.tooManyCues) {
            try Self.read("WEBVTT\n\n" + many.joined(separator: "\n"))
        }
    }

    @Test("what is kept is what was understood, and says the same")
    func written() throws {
        let text = try Self.read(
            "WEBVTT x\n\nSTYLE\na\n\nid\n01:02:03.004 --> 100:00:00.000 line:90% align:center\n<v A>One &amp;\ntwo"
        )

        let file = text.file

        #expect(
            file == "WEBVTT\n\n01:02:03.004 --> 100:00:00.000 line:90% align:center\n<v A>One &amp;\ntwo\n"
        )
        #expect(try Self.read(file) == text)
    }

    @Test(
        "what is said is one line without tags",
        arguments: [
            ("<c.big>a</c> &lt;b&gt; &amp;&nbsp;c", "a <b> & c"), ("a <b", "a"),
            ("a & b &unknown; c", "a & b &unknown; c"),
            ("打开钱包，\n选择提币。", "打开钱包，选择提币。"), ("提 USDT\n到账", "提 USDT 到账"), ("one\n two", "one two"),
        ]
    )
    func said(_ payload: String, _ expected: String) {
        #expect(CueText.plain(payload) == expected)
    }
}

@Suite("A transcript")
struct TranscriptTests {
    /// Texts that begin at some seconds, each a second long.
    private static func text(_ said: [(Int, String)]) throws -> WebVTT {
        let cues = said.map { second, words in
            let start =
                "00:\(second / 60 < 10 ? "0" : "")\(second / 60):\(second % 60 < 10 ? "0" : "")\(second % 60)"
            return "\(start).000 --> 09:00:00.000\n\(words)\n"
        }
        return try WebVTT(Array(("WEBVTT\n\n" + cues.joined(separator: "\n")).utf8))
    }

    @Test("sentences are gathered in paragraphs, each under its chapter")
    func paragraphs() throws {
        let captions = try Self.text([
            (0, "Welcome."), (4, "This is"), (6, "the wallet."), (30, "It is safe."), (62, "Press Withdraw."),
            (65, "Done."),
        ])
        let chapters = try Self.text([(2, "The wallet"), (60, "Withdraw")])

        let transcript = Transcript(captions: captions, chapters: chapters)

        #expect(transcript.chapters.map(\.title) == ["The wallet", "Withdraw"])
        #expect(transcript.parts.map(\.chapter?.second) == [nil, 2, 60])
        #expect(
            transcript.parts.map(\.paragraphs) == [
                [.init(second: 0, text: "Welcome.")],
                [.init(second: 4, text: "This is the wallet."), .init(second: 30, text: "It is safe.")],
                [.init(second: 62, text: "Press Withdraw. Done.")],
            ]
        )
    }

    @Test("a sentence that does not end is cut all the same, and two at one second are one paragraph")
    func endless() throws {
        let transcript = Transcript(
            captions: try Self.text([(0, "one"), (30, "two"), (55, "three"), (55, "four")]),
            chapters: nil
        )

        #expect(
            transcript.parts.map(\.paragraphs) == [
                [.init(second: 0, text: "one two"), .init(second: 55, text: "three four")]
            ]
        )
    }

    @Test("a clock", arguments: [(0, "0:00"), (9, "0:09"), (151, "2:31"), (3_751, "1:02:31")])
    func clock(_ second: Int, _ expected: String) {
        #expect(Transcript.clock(second) == expected)
    }
}
