import Base
@testable import Conversations
import People
import Testing
import TestSupport

/// Walks every pair of status and event.
@Suite struct LifecycleTests {
    private static let ming = ID<Agent>(at: FixedClock().now)
    private static let ana = ID<Agent>(at: FixedClock().now)

    private typealias Status = Conversation.Status
    private typealias Event = Conversation.Event

    private static let events: [Event] = [
        .customerWrote, .agentWrote(ming), .agentWrote(ana), .personAsked, .assigned(ming), .assigned(ana),
        .returned,
        .resolved, .closed,
    ]

    /// Where each event leads from each status, with Ming having it; nil where it is not allowed.
    private static let expected: [Conversation.Status: [Conversation.Status?]] = [
        .assistant: [
            .assistant, .waitingCustomer, .waitingCustomer, .queued, .assigned, .assigned, .queued, .resolved,
            .closed,
        ],
        .queued: [
            .queued, .waitingCustomer, .waitingCustomer, .queued, .assigned, .assigned, .queued, .resolved,
            .closed,
        ],
        .assigned: [
            .assigned, .waitingCustomer, .waitingCustomer, .assigned, .assigned, .assigned, .queued,
            .resolved, .closed,
        ],
        .waitingCustomer: [
            .assigned, .waitingCustomer, .waitingCustomer, .assigned, .assigned, .assigned, .queued,
            .resolved, .closed,
        ],
        .resolved: [
            .queued, .waitingCustomer, .waitingCustomer, .queued, .assigned, .assigned, .queued, nil, .closed,
        ],
        .closed: [nil, nil, nil, nil, nil, nil, nil, nil, nil],
    ]

    private func conversation(_ status: Conversation.Status) -> Conversation {
        let now = FixedClock().now
        var conversation = Conversation(
            id: ID(at: now),
            reference: .random(),
            kind: .chat,
            topic: .other,
            subject: "",
            locale: .english,
            customer: ID(at: now),
            status: status,
            createdAt: now
        )
        switch status {
        case .assigned, .waitingCustomer: conversation.agent = Self.ming
        case .queued:
            conversation.queuedAt = now
            conversation.waitingSince = now
            conversation.lane = .live
        case .resolved, .closed:
            conversation.agent = Self.ming
            conversation.resolvedAt = now
        case .assistant: break
        }
        return conversation
    }

    @Test(arguments: Conversation.Status.allCases)
    func everyEventLeadsWhereItShould(_ status: Conversation.Status) throws {
        let row = try #require(Self.expected[status])
        for (event, expected) in zip(Self.events, row) {
            var moved = conversation(status)
            if let expected {
                _ = try moved.apply(event, at: FixedClock().now)
                #expect(moved.status == expected, "\(status) on \(event)")
            } else {
                let error = #expect(throws: ConversationError.self) {
                    try moved.apply(event, at: FixedClock().now)
                }
                #expect(error == .notAllowed(event, in: status))
                #expect(moved.status == status)
            }
        }
    }

    /// What the queue and the notices rest on: nobody is told twice who has it, and every place is given up.
    @Test(arguments: Conversation.Status.allCases)
    func effectsKeepTheQueueInBalance(_ status: Conversation.Status) {
        for event in Self.events {
            let before = conversation(status)
            var after = before
            // What the state machine refuses has no effects to weigh.
            guard let effects = try? after.apply(event, at: FixedClock().now) else { continue }
            var waiting = before.status == .queued ? 1 : 0
            for effect in effects {
                switch effect {
                case .given(let agent): #expect(after.agent == agent)
                case .enterQueue: waiting += 1
                case .leaveQueue: waiting -= 1
                case .askAssistant: #expect(after.status == .assistant)
                }
            }
            #expect(waiting == (after.status == .queued ? 1 : 0), "\(status) on \(event)")
            #expect((after.queuedAt != nil) == (after.status == .queued))
            #expect((after.lane != nil) == (after.status == .queued))
            let isNews = after.status.isWithAgent && before.agent != after.agent
            #expect(!isNews || effects.contains { if case .given = $0 { true } else { false } })
        }
    }

    @Test func aTicketTakesNothingOfItsAgentWhileItWaitsForItsCustomer() throws {
        let now = FixedClock().now
        for kind in Conversation.Kind.allCases {
            var ticket = conversation(.assigned)
            ticket.kind = kind
            #expect(ticket.load?.agent == Self.ming)
            _ = try ticket.apply(.agentWrote(Self.ming), at: now)
            #expect((ticket.load == nil) == (kind == .ticket))
            _ = try ticket.apply(.customerWrote, at: now)
            #expect(ticket.load?.agent == Self.ming)
            _ = try ticket.apply(.resolved, at: now)
            #expect(ticket.load == nil)
        }
    }

    @Test func whoComesBackUnansweredStandsWhereTheyStood() throws {
        let start = FixedClock().now
        var chat = conversation(.assistant)
        _ = try chat.apply(.personAsked, at: start)
        _ = try chat.apply(.assigned(Self.ming), at: start + .seconds(10))
        _ = try chat.apply(.returned, at: start + .seconds(100))
        #expect(chat.queuedAt == start)

        _ = try chat.apply(.agentWrote(Self.ana), at: start + .seconds(200))
        #expect(chat.waitingSince == nil)
        _ = try chat.apply(.customerWrote, at: start + .seconds(300))
        _ = try chat.apply(.returned, at: start + .seconds(900))
        #expect(chat.queuedAt == start + .seconds(300), "since they wrote without an answer")
    }

    @Test func progressIsToldInSixWords() {
        #expect(
            Set(Conversation.Status.allCases.map(\.progress)).count == Conversation.Progress.allCases.count
        )
    }
}
