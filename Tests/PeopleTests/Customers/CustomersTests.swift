import Base
import Foundation
import People
import Safeguard
import Storage
import Testing
import TestSupport

@Suite struct CustomersTests {
    @Test(arguments: TestDatabase.engines)
    func guestAndVerifiedAreDifferentPrincipals(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let guest = try await scenario.guest()
            let verified = try await scenario.verified(uid: "u1")
            #expect(!guest.isVerified)
            #expect(verified.isVerified)
            #expect(guest.id != verified.id)
            let again = try await scenario.verified(uid: "u1", name: "New Name")
            #expect(again.id == verified.id)
            #expect(again.profile.name == "New Name")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aTokenCountsOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let token = try await scenario.identityToken(uid: "u1", name: "A")
            let first = try await scenario.customers.startVerifiedSession(identityToken: token, current: nil)
            await #expect(throws: CustomerError.identityTokenRefused(.replayed)) {
                try await scenario.customers.startVerifiedSession(identityToken: token, current: nil)
            }
            let stranger = try await scenario.guest()
            await #expect(throws: CustomerError.identityTokenRefused(.replayed)) {
                try await scenario.customers.startVerifiedSession(identityToken: token, current: stranger)
            }
            // A reloaded page shows its token again, in its own session.
            let reloaded = try await scenario.customers.startVerifiedSession(
                identityToken: token,
                current: first.customer
            )
            #expect(reloaded.customer.id == first.customer.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func sessionsEndAndOnlyTheirHashIsKept(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let session = try await scenario.customers.startGuestSession(locale: .english)
            let text = session.token.text
            #expect(try await scenario.customers.customer(withSession: text)?.id == session.customer.id)
            #expect(try await scenario.customers.customer(withSession: String(text.dropLast()) + "x") == nil)
            #expect(try await scenario.agents.agent(withSession: text) == nil)
            scenario.clock.advance(by: .seconds(31 * 24 * 3600))
            #expect(try await scenario.customers.customer(withSession: text) == nil)
            try await scenario.customers.deleteExpired()
            let left = try await scenario.database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM customer_session")
            }
            #expect(left == 0)
        }
    }
}
