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
        case .queued: conversation.queuedAt = now
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

    /// What the counters of loads and the queue rest on: nobody is occupied without being released, and back.
    @Test(arguments: Conversation.Status.allCases)
    func effectsKeepLoadsAndQueueInBalance(_ status: Conversation.Status) {
        for event in Self.events {
            let before = conversation(status)
            var after = before
            // What the state machine refuses has no effects to weigh.
            guard let effects = try? after.apply(event, at: FixedClock().now) else { continue }
            var load = before.status.isWithAgent ? [before.agent: 1] : [:]
            var waiting = before.status == .queued ? 1 : 0
            for effect in effects {
                switch effect {
                case .occupy(let agent): load[agent, default: 0] += 1
                case .release(let agent): load[agent, default: 0] -= 1
                case .enterQueue: waiting += 1
                case .leaveQueue: waiting -= 1
                case .askAssistant: #expect(after.status == .assistant)
                }
            }
            #expect(
                load.filter { $0.value != 0 } == (after.status.isWithAgent ? [after.agent: 1] : [:]),
                "\(status) on \(event)"
            )
            #expect(waiting == (after.status == .queued ? 1 : 0), "\(status) on \(event)")
            #expect((after.queuedAt != nil) == (after.status == .queued))
        }
    }

    @Test func progressIsToldInSixWords() {
        #expect(
            Set(Conversation.Status.allCases.map(\.progress)).count == Conversation.Progress.allCases.count
        )
    }
}
