import Base
import Foundation
import Testing

@Suite struct TextSafetyTests {
    @Test func markupInTextStaysText() {
        let hostile = #"<script>alert("1 & '2'")</script>"#
        #expect(
            SafeHTML(escaping: hostile).markup
                == "&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;"
        )
        #expect((SafeHTML(escaping: "a<") + SafeHTML(trusted: "<b>")).markup == "a&lt;<b>")
    }

    @Test func nothingShowsWhatIsRedacted() {
        struct Login { let password: Redacted<String> }
        let login = Login(password: Redacted("hunter2"))
        var dumped = ""
        dump(login, to: &dumped)
        for shown in ["\(login)", String(reflecting: login), dumped, "\(login.password)"] {
            #expect(!shown.contains("hunter2"))
        }
        #expect(login.password.exposed == "hunter2")
    }

    @Test func theWireIsSnakeCaseWithTimesAndBareSlashes() throws {
        struct Reply: Codable, Equatable {
            let createdAt: Instant
            let articleUrl: String
        }
        let reply = Reply(createdAt: Instant(milliseconds: 0), articleUrl: "/help/x")
        let data = try WireJSON.encode(reply)
        #expect(
            String(decoding: data, as: UTF8.self)
                == #"{"article_url":"/help/x","created_at":"1970-01-01T00:00:00.000Z"}"#
        )
        let newer = Data(
            #"{"article_url":"/help/x","created_at":"1970-01-01T00:00:00Z","colour":"blue"}"#.utf8
        )
        #expect(try WireJSON.decode(Reply.self, from: newer) == reply)
    }

    @Test func blockingWorkHandsBackWhatItThrows() async throws {
        struct Broken: Error {}
        #expect(try await BlockingWork.run { 42 } == 42)
        await #expect(throws: Broken.self) { try await BlockingWork.run { throw Broken() } }
    }
}
