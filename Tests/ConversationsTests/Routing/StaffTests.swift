import Base
import Conversations
@testable import People
import Safeguard
import Storage
import TestSupport
import Testing

@Suite struct StaffTests {
    /// The door, and an admin who goes through it.
    private struct Office {
        let scenario: Scenario
        let staff: Staff
        let root: Agent

        func setRole(_ role: Role, of agent: Agent, from before: Role? = nil) async throws -> StaffMember {
            try await staff.setRole(role, of: agent.id, from: before, by: root, as: root.acting())
        }

        func setActive(_ isActive: Bool, of agent: Agent) async throws -> StaffMember {
            try await staff.setActive(isActive, of: agent.id, by: root, as: root.acting())
        }

        /// Asks a second person to let somebody be more than they are.
        ///
        /// - `role`: What they are to become; nil where they are to be switched on.
        func ask(_ role: Role?, of id: ID<Agent>, _ approvals: Approvals) async throws -> ID<Approval> {
            let agent = try #require(try await scenario.agents.agent(id))
            let wish = try #require(try staff.empowerment(role, of: agent, by: root))
            let asked = try await approvals.ask(
                Staff.empowering,
                wish,
                about: [:],
                by: root,
                as: root.acting()
            )
            return try #require(ID<Approval>(asked.id))
        }

        /// What was done to somebody, the latest first.
        func deeds(_ action: AuditAction, on agent: Agent) async throws -> [RecordedDeed] {
            try await scenario.database.read { db in
                try AuditTrail.deeds(on: agent.subject, limit: 50, in: db).filter {
                    $0.action == action.rawValue
                }
            }
        }

        func session(of agent: Agent) async throws -> OpaqueToken {
            try await scenario.agents.signIn(email: agent.email, password: Redacted(Scenario.password)).token
        }
    }

    private static func with(_ engine: Engine, _ body: (Office) async throws -> Void) async throws {
        try await Scenario.with(engine) { scenario in
            let staff = Staff(agents: scenario.agents, dismissal: scenario.timeline)
            let root = try await scenario.agent("Root", role: .admin, presence: .offline)
            try await body(Office(scenario: scenario, staff: staff, root: root))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func everybodyIsListedByNameAndFound(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            var made: [Agent] = []
            for name in ["Ana", "Bo", "Cai_50%"] { made.append(try await office.scenario.agent(name)) }
            _ = try await office.setActive(false, of: made[1])
            func found(_ words: String, isActive: Bool? = nil) async throws -> [String] {
                try await office.staff.members(StaffFilter(words: words, isActive: isActive), limit: 10).map(
                    \.agent.name
                )
            }
            #expect(try await found("") == ["Ana", "Bo", "Cai_50%", "Root"])
            #expect(try await found("", isActive: false) == ["Bo"])
            #expect(try await found("", isActive: true) == ["Ana", "Cai_50%", "Root"])
            #expect(try await found(" ANA ") == ["Ana"])
            #expect(try await found("bo@DESK.example") == ["Bo"])
            #expect(try await found("_50%") == ["Cai_50%"])
            #expect(try await found("A_A") == [])
            #expect(try await found(made[0].badge.rawValue).contains("Ana"))

            let first = try await office.staff.members(StaffFilter(), limit: 2)
            let rest = try await office.staff.members(StaffFilter(), after: first.last?.agent.id, limit: 10)
            #expect((first + rest).map(\.agent.name) == ["Ana", "Bo", "Cai_50%", "Root"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func itIsToldHowSomebodySignsIn(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let ming = try await office.scenario.agent("Ming")
            let before = try await office.staff.member(ming.id)
            #expect(!before.hasSecondFactor)
            #expect(before.passkeys == 0)
            #expect(before.openSessions == 0)
            #expect(before.signedInAt == nil)
            _ = try await office.session(of: ming)
            office.scenario.clock.advance(by: .seconds(60))
            _ = try await office.session(of: ming)
            let now = office.scenario.clock.now
            let after = try await office.staff.member(ming.id)
            #expect(after.openSessions == 2)
            #expect(after.signedInAt == now)
            // What failed is no sign-in, and what is over is no open session.
            office.scenario.clock.advance(by: .seconds(7 * 86_400))
            await #expect(throws: AgentError.signInFailed) {
                try await office.scenario.agents.signIn(email: ming.email, password: Redacted("wrong"))
            }
            let later = try await office.staff.member(ming.id)
            #expect(later.openSessions == 0)
            #expect(later.signedInAt == now)
            let unknown = ID<Agent>(at: now)
            await #expect(throws: AgentError.notFound(unknown)) { try await office.staff.member(unknown) }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anotherRoleCountsForSessionsAndWhatIsHeldGoesBack(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let held = try await office.scenario.waitingChat()
            let wei = try await office.scenario.agent("Wei")
            #expect(try await office.scenario.now(held).agent == wei.id)
            let token = try await office.session(of: wei)
            #expect(try await office.scenario.agents.holding([token.digest]) == [token.digest: .agent])

            #expect(try await office.setRole(.supervisor, of: wei, from: .agent).agent.role == .supervisor)
            #expect(try await office.scenario.agents.agent(withSession: token.text)?.role == .supervisor)
            #expect(try await office.scenario.agents.holding([token.digest]) == [token.digest: .supervisor])
            #expect(try await office.scenario.now(held).agent == wei.id)

            await #expect(throws: AgentError.roleChangedMeanwhile(.supervisor)) {
                try await office.setRole(.editor, of: wei, from: .agent)
            }
            office.scenario.clock.advance(by: .seconds(1))
            // Who answers nobody has nothing to answer.
            #expect(try await office.setRole(.editor, of: wei).agent.role == .editor)
            let now = try await office.scenario.now(held)
            #expect(now.status == .queued)
            #expect(now.agent == nil)
            let deeds = try await office.deeds(.agentChanged, on: wei)
            #expect(
                deeds.map(\.details) == [
                    ["role": "editor", "before": "supervisor"], ["role": "supervisor", "before": "agent"],
                ]
            )
            #expect(deeds.allSatisfy { $0.actor == office.root.name })
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoIsSwitchedOffIsOutAndComesBackAsWhoTheyWere(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let held = try await office.scenario.waitingChat()
            let wei = try await office.scenario.agent("Wei")
            let token = try await office.session(of: wei)
            let off = try await office.setActive(false, of: wei)
            #expect(!off.agent.isActive)
            #expect(off.openSessions == 0)
            #expect(try await office.scenario.agents.agent(withSession: token.text) == nil)
            #expect(try await office.scenario.now(held).agent == nil)
            // Once more changes nothing.
            _ = try await office.setActive(false, of: wei)
            #expect(try await office.deeds(.agentDeactivated, on: wei).count == 1)

            let on = try await office.setActive(true, of: wei)
            #expect(on.agent.isActive)
            #expect(on.agent.badge == wei.badge)
            #expect(try await office.deeds(.agentReactivated, on: wei).count == 1)
            _ = try await office.session(of: wei)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whomTheDirectoryDeletedItSeesAgainOnceTheyAreBack(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let provisioning = Provisioning(
                agents: office.scenario.agents,
                dismissal: office.scenario.timeline
            )
            let wei = try await office.scenario.agent("Wei")
            try await provisioning.delete(wei.id, by: .system, if: { _ in true })
            _ = try await office.setActive(true, of: wei)
            #expect(try await provisioning.user(wei.id).agent.isActive)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func nobodyDecidesAboutThemselvesAndOneAdminStays(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let root = office.root
            await #expect(throws: AgentError.ownAccount) { try await office.setRole(.agent, of: root) }
            await #expect(throws: AgentError.ownAccount) { try await office.setActive(false, of: root) }
            let unknown = ID<Agent>(at: office.scenario.clock.now)
            for isActive in [true, false] {
                await #expect(throws: AgentError.notFound(unknown)) {
                    try await office.staff.setActive(isActive, of: unknown, by: root, as: root.acting())
                }
            }
            // Somebody whose own role was taken while they were at it.
            let former = try await office.scenario.agent("Former")
            await #expect(throws: AgentError.notPermitted(.agentsManage)) {
                try await office.staff.setRole(.agent, of: root.id, by: former, as: former.acting())
            }
            await #expect(throws: AgentError.notPermitted(.agentsManage)) {
                try await office.staff.setActive(false, of: root.id, by: former, as: former.acting())
            }
            #expect(try await office.scenario.agents.agent(root.id) == root)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoeverIsGivenMoreMayNeedASecondPerson(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let (scenario, staff, root) = (office.scenario, office.staff, office.root)
            let other = try await scenario.agent("Other", role: .admin, presence: .offline)
            let held = try await scenario.waitingChat()
            let wei = try await scenario.agent("Wei")
            let token = try await office.session(of: wei)
            #expect(try await scenario.now(held).agent == wei.id)
            let approvals = Approvals(
                scenario.database,
                actions: [staff.approvable],
                gate: SecretsGate(),
                clock: scenario.clock
            )
            func approve(_ id: ID<Approval>) async throws {
                scenario.clock.advance(by: .seconds(1))
                _ = try await approvals.approve(id, note: "", by: other, as: other.acting())
            }

            // Less needs nobody, and nobody asks for themselves.
            #expect(try staff.empowerment(.agent, of: wei, by: root) == nil)
            #expect(try staff.empowerment(.agent, of: other, by: root) == nil)
            #expect(try staff.empowerment(nil, of: wei, by: root) == nil)
            #expect(throws: AgentError.ownAccount) { try staff.empowerment(.editor, of: root, by: root) }

            let editor = try await office.ask(.editor, of: wei.id, approvals)
            #expect(try await scenario.agents.agent(wei.id)?.role == .agent)
            try await approve(editor)
            #expect(try await scenario.agents.agent(withSession: token.text)?.role == .editor)
            // Whoever answers nobody any more keeps nothing, at the latest when the queues are swept.
            try await scenario.timeline.takeBackFromLeft()
            #expect(try await scenario.now(held).agent == nil)

            // What they are by then is not what was asked about.
            let admin = try await office.ask(.admin, of: wei.id, approvals)
            _ = try await office.setRole(.auditor, of: wei)
            await #expect(throws: ApprovalError.overtaken(reason: "changed")) { try await approve(admin) }
            #expect(try await scenario.agents.agent(wei.id)?.role == .auditor)

            _ = try await office.setActive(false, of: wei)
            let back = try await office.ask(nil, of: wei.id, approvals)
            #expect(try await scenario.agents.agent(wei.id)?.isActive == false)
            try await approve(back)
            #expect(try await scenario.agents.agent(wei.id)?.isActive == true)
            let deeds = try await office.deeds(.agentReactivated, on: wei)
            #expect(deeds.map(\.actor) == ["Root + Other"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func ofTwoAdminsWhoSwitchOneAnotherOffOneStays(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let (staff, root) = (office.staff, office.root)
            let other = try await office.scenario.agent("Other", role: .admin, presence: .offline)
            let refused = try await withThrowingTaskGroup { group in
                for (manager, target) in [(root, other), (other, root)] {
                    group.addTask {
                        do {
                            _ = try await staff.setActive(
                                false,
                                of: target.id,
                                by: manager,
                                as: manager.acting()
                            )
                            return 0
                        } catch AgentError.notPermitted(.agentsManage) {
                            return 1
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(refused == 1)
            #expect(try await staff.members(StaffFilter(isActive: true), limit: 10).count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func theListReadsEachHistoryByItsIndex(_ engine: Engine) async throws {
        try await Self.with(engine) { office in
            let now = office.scenario.clock.now
            let plan = try await office.scenario.plan { db in
                _ = try StaffSQL(db: db).members(StaffFilter(), after: nil, at: now, limit: 50)
            }
            #expect(plan.uses("agent_sign_in_by_agent"))
            #expect(plan.uses("agent_session_by_agent"))
            #expect(!plan.scans("agent_sign_in"))
        }
    }
}
