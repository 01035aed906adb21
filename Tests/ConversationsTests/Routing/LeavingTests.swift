import Base
import Conversations
@testable import People
import Safeguard
import Storage
import TestSupport
import Testing

@Suite struct LeavingTests {
    private static let directory = AuditActor(.system, name: "SCIM: Directory")

    private func members(_ text: String) throws -> ScimMembers {
        ScimMembers(try #require(ScimDocument.value(of: Array(text.utf8))?.members))
    }

    private func draft(_ name: String, role: String = "agent") throws -> ScimDraft {
        let text =
            #"{"userName": "\#(name)@Corp.example", "displayName": "\#(name)", "roles": [{"value": "\#(role)"}]}"#
        return try ScimDraft(try members(text), replacing: nil)
    }

    @Test(arguments: TestDatabase.engines)
    func whoIsSwitchedOffHasNothingAndNoSession(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let provisioning = Provisioning(agents: scenario.agents, dismissal: scenario.timeline)
            let held = [try await scenario.waitingChat(), try await scenario.waitingChat()]
            let leaver = try await scenario.agent("Wei")
            let token = try await scenario.agents.signIn(
                email: leaver.email,
                password: Redacted(Scenario.password)
            ).token
            for conversation in held {
                #expect(try await scenario.now(conversation).agent == leaver.id)
            }
            let user = try await provisioning.change(leaver.id, by: Self.directory, if: { _ in true }) {
                user in
                var draft = ScimDraft(user)
                draft.isActive = false
                return draft
            }
            #expect(!user.agent.isActive)
            #expect(try await scenario.agents.agent(withSession: token.text) == nil)
            for conversation in held {
                let now = try await scenario.now(conversation)
                #expect(now.status == .queued)
                #expect(now.agent == nil)
            }
            #expect(try await scenario.agents.presence(of: leaver.id)?.state == .offline)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoJoinsIsFoundChangedDeletedAndBack(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let provisioning = Provisioning(agents: scenario.agents, dismissal: scenario.timeline)
            let byHand = try await scenario.agent("Ada")
            let made = try await provisioning.create(try draft("Lin", role: "supervisor"), by: Self.directory)
            #expect(made.userName == "Lin@Corp.example")
            #expect(made.agent.email == "lin@corp.example")
            #expect(made.agent.role == .supervisor)
            for filter in [
                "userName eq \"LIN@corp.example\"", "id eq \"\(made.agent.id)\"",
                "emails eq \"lin@corp.example\"",
            ] {
                let found = try await provisioning.users(try ScimFilter(filter), after: 0, limit: 10)
                #expect(found.page.map(\.agent.id) == [made.agent.id])
            }
            let own = try await provisioning.users(
                try ScimFilter("userName eq \"\(byHand.email)\""),
                after: 0,
                limit: 10
            )
            #expect(own.page.map(\.agent.id) == [byHand.id])
            #expect(try await provisioning.users(nil, after: 1, limit: 1).total == 2)
            await #expect(throws: ScimError.uniqueness) {
                try await provisioning.create(try draft("LIN"), by: Self.directory)
            }
            await #expect(throws: ScimError.uniqueness) {
                try await provisioning.change(made.agent.id, by: Self.directory, if: { _ in true }) { user in
                    var draft = ScimDraft(user)
                    draft.email = byHand.email
                    return draft
                }
            }
            await #expect(throws: ScimError.changedMeanwhile) {
                try await provisioning.delete(made.agent.id, by: Self.directory, if: { _ in false })
            }
            try await provisioning.delete(made.agent.id, by: Self.directory, if: { _ in true })
            await #expect(throws: ScimError.notFound) { try await provisioning.user(made.agent.id) }
            #expect(try await scenario.agents.agent(made.agent.id)?.isActive == false)
            let back = try await provisioning.create(try draft("Lin"), by: Self.directory)
            #expect(back.agent.id == made.agent.id)
            #expect(back.agent.badge == made.agent.badge)
            #expect(back.agent.role == .agent)
            #expect(back.agent.isActive)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func tokensOpenUntilTheyAreRevoked(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let tokens = ProvisioningTokens(scenario.database, clock: scenario.clock)
            let admin = try await scenario.agent("Ada", role: .admin)
            let (token, text) = try await tokens.create("Directory", by: admin, admin.acting())
            #expect(try await tokens.token(withText: text.exposed)?.id == token.id)
            #expect(try await tokens.tokens().first?.usedAt == scenario.clock.now)
            #expect(try await tokens.token(withText: text.exposed + "x") == nil)
            #expect(try await tokens.token(withText: String(text.exposed.dropFirst(4))) == nil)
            try await tokens.revoke(token.id, by: admin.acting())
            #expect(try await tokens.token(withText: text.exposed) == nil)
            await #expect(throws: ProvisioningError.tokenNotFound) {
                try await tokens.revoke(token.id, by: admin.acting())
            }
        }
    }
}
