@testable import Server
import Testing

@Suite struct ClamdAnswerTests {
    @Test(arguments: [
        ("stream: OK\0", ClamdAnswer.Verdict.harmless),
        ("stream: Eicar-Test-Signature FOUND\0", .infected(signature: "Eicar-Test-Signature")),
        ("stream: OK\0stream: X FOUND\0", .harmless), ("stream: OK", .unknown), ("stream: OK \0", .unknown),
        ("stream: O\u{212A}\0", .unknown), ("stream: FOUND\0", .unknown), ("OK\0", .unknown),
        ("\0", .unknown),
        ("INSTREAM size limit exceeded. ERROR\0", .unknown),
    ])
    func verdicts(answer: String, verdict: ClamdAnswer.Verdict) {
        for length in [1, 7, 100] {
            var reading = ClamdAnswer()
            let bytes = Array(answer.utf8)
            for start in stride(from: 0, to: bytes.count, by: length)
            where reading.take(Array(bytes[start..<min(start + length, bytes.count)])) { break }
            #expect(reading.verdict == verdict)
        }
    }

    @Test func oneThatDoesNotEndIsNotWaitedFor() {
        var reading = ClamdAnswer()
        let isOver = reading.take([UInt8](repeating: 65, count: ClamdAnswer.longest))
        let isOverThen = reading.take([65])
        #expect(!isOver && isOverThen)
        #expect(reading.text == nil)
    }
}
