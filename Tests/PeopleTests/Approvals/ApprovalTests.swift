import Base
@testable import People
import Testing

/// What a request can become, by whom: every status with every event.
@Suite struct ApprovalTests {
    private static let now = Instant(milliseconds: 1_800_000_000_000)
    private static let requester = ID<Agent>(at: now)
    private static let id = ID<Approval>(at: now)
    private static let other = ID<Agent>(at: now + .seconds(1))

    private static func approval(_ status: Approval.Status) -> Approval {
        Approval(
            id: id,
            action: "test.deed",
            requester: requester,
            customer: nil,
            hash: [1],
            standing: [2],
            createdAt: now,
            expiresAt: now + Approval.life,
            status: status,
            note: ""
        )
    }

    private static let events: [Approval.Event] = [
        .approved(by: other, note: "yes"), .approved(by: requester, note: ""),
        .refused(by: other, note: "no"), .refused(by: requester, note: "no"),
        .withdrawn(by: requester), .withdrawn(by: other), .overtaken(by: other, reason: "changed"),
        .overtaken(by: requester, reason: "changed"),
    ]

    @Test("what waits is decided by somebody else, or withdrawn by whoever asked")
    func waiting() {
        let outcomes = Self.events.map { event in
            var approval = Self.approval(.waiting)
            do throws(ApprovalError) {
                try approval.apply(event, at: Self.now + .seconds(60))
            } catch {
                #expect(approval == Self.approval(.waiting))
                return "\(error)"
            }
            #expect(approval.decidedAt == Self.now + .seconds(60))
            return "\(approval.status.rawValue) \(approval.note)\(approval.reason ?? "")"
        }
        #expect(
            outcomes == [
                "approved yes", "ownRequest", "refused no", "ownRequest", "withdrawn ", "notYours",
                "overtaken changed", "ownRequest",
            ]
        )
    }

    @Test("what is over stays as it is", arguments: Approval.Status.allCases.filter { $0 != .waiting })
    func over(_ status: Approval.Status) {
        for event in Self.events {
            var approval = Self.approval(status)
            let refusal: ApprovalError = status == .expired ? .expired : .decided(status)
            #expect(throws: refusal) { try approval.apply(event, at: Self.now) }
            #expect(approval == Self.approval(status))
        }
    }

    @Test("after a day nobody decides any more, to the millisecond")
    func expired() throws {
        let last = Self.now + Approval.life - .milliseconds(1)
        var approval = Self.approval(.waiting)
        #expect(approval.status(at: last) == .waiting)
        #expect(approval.status(at: Self.now + Approval.life) == .expired)
        for event in Self.events {
            #expect(throws: ApprovalError.expired) { try approval.apply(event, at: Self.now + Approval.life) }
        }
        try approval.apply(.approved(by: Self.other, note: ""), at: last)
        #expect(approval.status(at: Self.now + Approval.life) == .approved)
    }
}
