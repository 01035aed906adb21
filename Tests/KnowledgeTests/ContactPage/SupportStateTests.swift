import Base
@testable import Knowledge
import Testing

@Suite("Support")
struct SupportStateTests {
    @Test(
        "the wait is told in whole minutes",
        arguments: [
            (0...20, "Wait now: about a minute"), (0...80, "Wait now: about a minute"),
            (230...260, "Wait now: about 4 minutes"), (60...300, "Wait now: about 1–5 minutes"),
            (3600...7200, "Wait now: more than an hour. A ticket saves you the waiting."),
        ]
    )
    func wait(_ seconds: ClosedRange<Int>, is expected: String) throws {
        let localisation = try Localisation(assets: [KnowledgeAssets.files])
        let state = SupportState(isOpen: true, waitSeconds: seconds)

        #expect(state.waitText(localisation, .english) == expected)
    }

    @Test("nothing is told of a wait that is not known, or while nobody is there")
    func unknown() throws {
        let localisation = try Localisation(assets: [KnowledgeAssets.files])

        let unknown = TalkToUs(SupportState(isOpen: true), localisation, .english)
        let closed = TalkToUs(SupportState(isOpen: false, waitSeconds: 60...90), localisation, .english)

        #expect(!unknown.hasWait)
        #expect(!closed.hasWait)
    }

    @Test("when people are back is told while nobody is there, and only when it is known")
    func opening() throws {
        let localisation = try Localisation(assets: [KnowledgeAssets.files])
        let monday = try #require(Instant(rfc3339: "2026-11-30T01:00:00Z"))

        let closed = TalkToUs(SupportState(isOpen: false, opensAt: monday), localisation, .english)
        let open = TalkToUs(SupportState(isOpen: true, opensAt: monday), localisation, .english)
        let unknown = TalkToUs(SupportState(isOpen: false), localisation, .english)

        #expect(closed.hasOpening)
        #expect(closed.opensAt == monday)
        #expect(closed.opensText.contains("Nov 30, 2026"))
        #expect(!open.hasOpening)
        #expect(!unknown.hasOpening)
    }
}
