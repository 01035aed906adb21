import Base
@testable import People
import Storage
import Testing
import TestSupport

/// What is kept of what changed of who a customer is.
@Suite struct CustomerChangeTests {
    private static let now = Instant(milliseconds: 1000)

    private static func kinds(_ known: Customer.Profile?, _ profile: Customer.Profile) -> [String] {
        CustomerChange.changes(from: known, to: profile, at: now).map { change in
            [change.kind.rawValue, change.old, change.new].compactMap(\.self).joined(separator: " ")
        }
    }

    @Test("a sign-in tells what it changed, and of names and addresses only that they did")
    func changes() {
        let plain = Customer.Profile(locale: .english)
        let full = Customer.Profile(
            name: "Liu Wei",
            email: "liu@example.com",
            locale: .simplifiedChinese,
            tier: "vip1",
            identityLevel: "L2",
            attributes: ["country": "SG"]
        )
        var moved = full
        moved.email = "other@example.com"
        moved.tier = "vip2"
        #expect(Self.kinds(nil, full) == ["verified"])
        #expect(Self.kinds(full, full) == [])
        #expect(Self.kinds(full, moved) == ["email_changed", "tier_changed vip1 vip2"])
        #expect(
            Self.kinds(plain, full) == [
                "name_changed", "email_changed", "tier_changed vip1", "identity_level_changed L2",
            ]
        )
        #expect(CustomerChange.changes(from: plain, to: full, at: Self.now).map(\.number) == [0, 1, 2, 3])
    }

    @Test("sign-ins are told once for what they changed, the newest first", arguments: TestDatabase.engines)
    func kept(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let began = scenario.clock.now
            let liu = try await scenario.verified(uid: "7", name: "Liu")
            scenario.clock.advance(by: .seconds(1))
            _ = try await scenario.verified(uid: "7", name: "Liu")
            scenario.clock.advance(by: .seconds(1))
            let guest = try await scenario.guest()
            _ = try await scenario.verified(uid: "7", name: "Liu Wei", current: guest)
            let changed = scenario.clock.now
            _ = try await scenario.verified(uid: "8", name: "Ana")

            func page(_ place: ChangesBefore?) async throws -> [CustomerChange] {
                try await scenario.customers.changes(of: liu.id, place, limit: 10)
            }
            let name = CustomerChange(kind: .nameChanged, happenedAt: changed, number: 0, old: nil, new: nil)
            let first = CustomerChange(kind: .verified, happenedAt: began, number: 0, old: nil, new: nil)
            #expect(try await page(nil) == [name, first])
            #expect(try await page(.through(changed)) == [name, first])
            #expect(try await page(.before(changed)) == [first])
            #expect(try await page(.beforeNumber(changed, 0)) == [first])
            #expect(try await scenario.customers.changes(of: liu.id, nil, limit: 1) == [name])
        }
    }
}
