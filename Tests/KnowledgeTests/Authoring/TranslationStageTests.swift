import Base
@testable import Knowledge
import People
import Testing

@Suite("Stages of a translation")
struct TranslationStageTests {
    private typealias Stage = TranslationStage
    private typealias Event = TranslationStage.Event

    /// What each stage takes, with nothing published; every other event is refused.
    private static let moves: [Stage: [Event: Stage]] = [
        .draft: [
            .edit: .draft, .askReview: .review, .publish: .published, .schedule: .scheduled,
            .archive: .archived,
        ],
        .review: [
            .edit: .review, .sendBack: .draft, .publish: .published, .schedule: .scheduled,
            .archive: .archived,
        ],
        .scheduled: [
            .sendBack: .draft, .publish: .published, .schedule: .scheduled, .fallDue: .published,
            .archive: .archived,
        ],
        .published: [.edit: .draft, .archive: .archived],
        .archived: [.reopen: .draft],
    ]

    @Test("every stage takes what it takes and refuses the rest", arguments: TranslationStage.allCases)
    func everyPair(_ stage: TranslationStage) throws {
        for event in Event.allCases {
            for isLive in [false, true] {
                var expected = Self.moves[stage]?[event]
                // A draft of something published can be thrown away.
                if event == .discard, isLive, stage == .draft || stage == .review { expected = .published }
                if let expected {
                    #expect(try stage.after(event, isLive: isLive) == expected)
                } else {
                    #expect(throws: AuthoringError.notAllowed(event, in: stage)) {
                        try stage.after(event, isLive: isLive)
                    }
                }
            }
        }
    }

    @Test("agents write and ask; editors decide what readers see; auditors neither")
    func whoMay() {
        func may(_ role: Role) -> Set<Event> {
            Set(Event.allCases.filter { $0.permission?.isGranted(to: role) ?? false })
        }
        let proposes: Set<Event> = [.edit, .askReview]
        #expect(may(.agent) == proposes)
        #expect(may(.supervisor) == proposes)
        #expect(may(.auditor) == [])
        let everything = Set(Event.allCases).subtracting([.fallDue])
        #expect(may(.editor) == everything)
        #expect(may(.admin) == everything)
    }

    @Test("whoever is refused is told the stage")
    func problem() {
        let problem = AuthoringError.notAllowed(.edit, in: .scheduled).problem
        #expect(problem.status == 409)
        #expect(problem.members == ["stage": "\"scheduled\""])
    }
}
