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
}
