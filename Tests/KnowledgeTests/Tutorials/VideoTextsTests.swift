import Base
@testable import Knowledge
import Storage
import TestSupport
import Testing

@Suite("How much captions may say")
struct VideoTextsTests {
    /// A text of so many bytes, with its times as they are given.
    private static func text(_ times: String, bytes: Int, end: String = "\n") -> String {
        let head = "WEBVTT\n\n\(times)\n"
        return head + String(repeating: "a", count: bytes - head.utf8.count - end.utf8.count) + end
    }

    @Test("the limit holds for what is kept, which is no longer than what came", arguments: Engine.allCases)
    func largest(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            let most = WebVTT.mostBytes
            let whole = Self.text("00:00.000 --> 00:01.000", bytes: most)
            let kept = try #require(try await desk.put(whole, .captions).texts(.captions).first)
            #expect(kept.sizeInBytes == most)
            #expect(try await desk.content(kept) == Array(whole.utf8))
            #expect(try WebVTT(Array(try #require(kept.content).utf8)).cues.count == 1)

            // Written anew, its hours have two digits.
            let longer = Self.text("1:00:00.000 --> 1:00:01.000", bytes: most)
            await #expect(throws: VideoError.textTooLarge) { try await desk.put(longer, .captions) }
            await #expect(throws: VideoError.textTooLarge) { try await desk.put(whole + "a", .chapters) }
            #expect(VideoError.textTooLarge.problem.members["limit_kib"] == "512")
            #expect(try await desk.videos.detail(VideoRoom.name).video.files.map(\.id) == [kept.id])
        }
    }

    @Test("a list tells what there is, and reads nothing of what it says", arguments: Engine.allCases)
    func list(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            let text = "WEBVTT\n\n00:00.000 --> 00:04.000\nWelcome.\n"
            _ = try await desk.put(text, .captions, .simplifiedChinese)
            let whole = try await desk.put(text, .chapters)
            #expect(whole.files.map(\.content) == [text, text])

            let listed = try #require(try await desk.videos.all().first)

            #expect(listed.files.map(\.content) == [nil, nil])
            #expect(listed.files.map(\.id) == whole.files.map(\.id))
            #expect(listed.files.map(\.sizeInBytes) == [text.utf8.count, text.utf8.count])
            #expect(listed.texts(.captions).map(\.locale) == [.simplifiedChinese])
        }
    }
}
