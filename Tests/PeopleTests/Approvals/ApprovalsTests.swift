import Base
@testable import People
import Safeguard
import Storage
import Synchronization
import Testing
import TestSupport

/// Two people for one deed, on both engines: done as it was asked for, once, by nobody alone.
@Suite struct ApprovalsTests {
    /// What is to be done: a word that goes into a table of one row.
    private struct Word: Codable, Sendable {
        let text: String
    }

    private struct Impossible: DomainError {
        var problem: Problem { Problem(409, "impossible", "It cannot be.") }
    }

    private struct Bench: Sendable {
        let scenario: Scenario
        let approvals: Approvals
        let told: Recorder
        let ada: Agent
        let bo: Agent

        func ask(_ text: String = "a word", by agent: Agent? = nil) async throws -> ID<Approval> {
            let agent = agent ?? ada
            // Deeds are a second apart.
            scenario.clock.advance(by: .seconds(1))
            let asked = try await approvals.ask(
                "test.deed",
                Word(text: text),
                about: ["text": text],
                by: agent,
                as: agent.acting(from: "203.0.113.7")
            )
            return try #require(ID<Approval>(asked.id))
        }

        func approve(
            _ id: ID<Approval>,
            by agent: Agent? = nil,
            note: String = ""
        ) async throws -> Approval.Status {
            let agent = agent ?? bo
            scenario.clock.advance(by: .seconds(1))
            return try await approvals.approve(id, note: note, by: agent, as: agent.acting()).status
        }

        func words() async throws -> [String] {
            try await scenario.database.read { db in
                try db.values(String.self, "SELECT word FROM deed ORDER BY word")
            }
        }

        func put(_ state: String) async throws {
            try await scenario.database.write { db in _ = try db.run("UPDATE deed_state SET state = \(state)")
            }
        }

        func trail() async throws -> [AuditEntry] {
            let trail = AuditTrail(scenario.database, clock: scenario.clock)
            while try await trail.chainPending() > 0 {}
            return try await trail.entries(after: 0, limit: 200).filter { $0.action.hasPrefix("approval") }
        }
    }

    private static let action = ApprovableAction(
        "test.deed",
        needs: .routingManage,
        standsOn: { (word: Word, db) in
            guard word.text != "impossible from the start" else { throw Impossible() }
            return try db.value(String.self, "SELECT state FROM deed_state") ?? ""
        },
        carryOut: { word, deed in
            try deed.db.run("INSERT INTO deed (word, by_whom) VALUES (\(word.text), \(deed.actor.name))")
            guard word.text != "impossible" else { throw Impossible() }
        }
    )

    private static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Bench) async throws -> Void
    ) async throws {
        try await Scenario.with(engine) { scenario in
            try await scenario.database.write { db in
                _ = try db.run("CREATE TABLE deed (word TEXT, by_whom TEXT)")
                _ = try db.run("CREATE TABLE deed_state (state TEXT)")
                _ = try db.run("INSERT INTO deed_state (state) VALUES ('as it was')")
            }
            let told = Recorder()
            let approvals = Approvals(
                scenario.database,
                actions: [action],
                gate: SecretsGate(),
                clock: scenario.clock,
                told: { told.add("told") }
            )
            try await body(
                Bench(
                    scenario: scenario,
                    approvals: approvals,
                    told: told,
                    ada: try await scenario.agent("Ada", role: .supervisor),
                    bo: try await scenario.agent("Bo", role: .supervisor)
                )
            )
        }
    }

    @Test(
        "a second person agrees, it is done once, and both names are in the trail",
        arguments: TestDatabase.engines
    )
    func approved(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let id = try await bench.ask()
            #expect(try await bench.words() == [])
            #expect(try await bench.approvals.waiting(for: bench.bo) == 1)
            #expect(try await bench.approvals.waiting(for: bench.ada) == 0)
            #expect(try await bench.approve(id, note: "I looked") == .approved)
            #expect(try await bench.words() == ["a word"])
            let doer = try await bench.scenario.database.read { db in
                try db.value(String.self, "SELECT by_whom FROM deed")
            }
            #expect(doer == "Ada + Bo")
            await #expect(throws: ApprovalError.decided(.approved)) { try await bench.approve(id) }
            #expect(try await bench.words() == ["a word"])
            let trail = try await bench.trail()
            #expect(
                trail.map { "\($0.action) \($0.actorName)" } == ["approval.asked Ada", "approval.given Bo"]
            )
            #expect(trail[1].details.contains(#""requester_name":"Ada""#))
            #expect(trail[0].address == "203.0.113.7" && !"\(trail)".contains("a word"))
            // What was asked for is gone, its hash is not.
            let kept = try await bench.scenario.database.read { db in try ApprovalSQL(db: db).approval(id) }
            #expect(kept?.parameters == nil && kept?.about == ["text": "a word"])
            #expect(trail[1].details.contains(kept?.approval.hash.hexadecimal ?? "none"))
            #expect(bench.told.all.count == 2)
        }
    }

    @Test("of two who agree at once one does it", arguments: TestDatabase.engines)
    func race(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let cy = try await bench.scenario.agent("Cy", role: .admin)
            for round in 0..<5 {
                let id = try await bench.ask("round \(round)")
                let outcomes = await withTaskGroup(of: String.self) { group in
                    for agent in [bench.bo, cy, bench.bo, cy] {
                        group.addTask {
                            do {
                                return try await bench.approve(id, by: agent).rawValue
                            } catch {
                                return "\(error)"
                            }
                        }
                    }
                    return await group.reduce(into: [String]()) { $0.append($1) }
                }
                #expect(
                    outcomes.sorted() == ["approved"]
                        + Array(repeating: "decided(People.Approval.Status.approved)", count: 3)
                )
            }
            #expect(try await bench.words() == (0..<5).map { "round \($0)" })
        }
    }

    @Test("nobody agrees to their own, and who may not do it neither", arguments: TestDatabase.engines)
    func ownRequest(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let id = try await bench.ask()
            await #expect(throws: ApprovalError.ownRequest) { try await bench.approve(id, by: bench.ada) }
            let plain = try await bench.scenario.agent("Dee", role: .agent)
            await #expect(throws: ApprovalError.notFound) { try await bench.approve(id, by: plain) }
            await #expect(throws: ApprovalError.notFound) {
                try await bench.approvals.approval(id, for: plain)
            }
            let seen = try await bench.approvals.list(isWaiting: true, for: plain, before: nil, limit: 10)
            #expect(seen.isEmpty)
            await #expect(throws: ApprovalError.notYours) {
                try await bench.approvals.withdraw(id, by: bench.bo, as: bench.bo.acting())
            }
            #expect(try await bench.words() == [])
        }
    }

    @Test("refused with a note, withdrawn, expired: nothing is done", arguments: TestDatabase.engines)
    func notDone(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let (bo, ada) = (bench.bo, bench.ada)
            let refused = try await bench.ask("first")
            await #expect(throws: ApprovalError.noteMissing) {
                try await bench.approvals.refuse(refused, note: " ", by: bo, as: bo.acting())
            }
            let answer = try await bench.approvals.refuse(refused, note: "no reason", by: bo, as: bo.acting())
            #expect(answer.status == .refused)
            let withdrawn = try await bench.ask("second")
            _ = try await bench.approvals.withdraw(withdrawn, by: ada, as: ada.acting())
            await #expect(throws: ApprovalError.decided(.withdrawn)) { try await bench.approve(withdrawn) }
            let late = try await bench.ask("third")
            bench.scenario.clock.advance(by: Approval.life)
            #expect(try await bench.approvals.waiting(for: bo) == 0)
            await #expect(throws: ApprovalError.expired) { try await bench.approve(late) }
            try await bench.approvals.expire()
            let kept = try await bench.scenario.database.read { db in try ApprovalSQL(db: db).approval(late) }
            #expect(kept?.approval.status == .expired && kept?.parameters == nil)
            let over = try await bench.approvals.list(isWaiting: false, for: bo, before: nil, limit: 10)
            #expect(over.map(\.status) == [.expired, .withdrawn, .refused])
            #expect(try await bench.words() == [])
        }
    }

    @Test(
        "what it stands on has changed, or it is not possible any more: that is its end",
        arguments: TestDatabase.engines
    )
    func overtaken(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let id = try await bench.ask()
            try await bench.put("otherwise")
            await #expect(throws: ApprovalError.overtaken(reason: "changed")) { try await bench.approve(id) }
            try await bench.put("as it was")
            await #expect(throws: ApprovalError.decided(.overtaken)) { try await bench.approve(id) }
            let impossible = try await bench.ask("impossible")
            await #expect(throws: ApprovalError.overtaken(reason: "impossible")) {
                try await bench.approve(impossible)
            }
            // What was half done is undone.
            #expect(try await bench.words() == [])
            await #expect(throws: Impossible.self) { try await bench.ask("impossible from the start") }
            #expect(
                try await bench.trail().map(\.action) == [
                    "approval.asked", "approval.overtaken", "approval.asked", "approval.overtaken",
                ]
            )
        }
    }

    @Test("whoever asked and may not any more has it not done", arguments: TestDatabase.engines)
    func requesterLeft(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let id = try await bench.ask()
            let ada = bench.ada.id
            try await bench.scenario.database.write { db in
                _ = try db.run("UPDATE agent SET role = \(Role.agent) WHERE id = \(ada)")
            }
            await #expect(throws: ApprovalError.overtaken(reason: "requester_not_permitted")) {
                try await bench.approve(id)
            }
            #expect(try await bench.words() == [])
        }
    }

    @Test("what somebody changed in the database is not done", arguments: TestDatabase.engines)
    func altered(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let id = try await bench.ask()
            try await bench.scenario.database.write { db in
                let hash = Approvals.hash("test.deed", #"{"text":"another word"}"#)
                _ = try db.run("UPDATE approval SET parameters_hash = \(hash)")
            }
            await #expect(throws: ApprovalError.altered) { try await bench.approve(id) }
            #expect(try await bench.words() == [])
        }
    }

    @Test("the same again is the same request; so many wait at once", arguments: TestDatabase.engines)
    func repeated(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let id = try await bench.ask()
            #expect(try await bench.ask() == id)
            for number in 1..<ApprovalError.mostWaiting { _ = try await bench.ask("word \(number)") }
            await #expect(throws: ApprovalError.tooManyWaiting) { try await bench.ask("one more") }
            _ = try await bench.ask("one of another", by: bench.bo)
            let kept = try await bench.scenario.database.read { db in
                try db.values([UInt8].self, "SELECT sealed_parameters FROM approval")
            }
            #expect(kept.count == ApprovalError.mostWaiting + 1)
            #expect(kept.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("word") })
        }
    }

    @Test("marks are set at once, and taken away by two admins", arguments: TestDatabase.engines)
    func rules(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let root = try await bench.scenario.agent("Root", role: .admin)
            let marked = ApprovalRules(actions: ["test.deed"])
            await #expect(throws: ApprovalError.nobodyToApprove("approvals.rules")) {
                try await bench.approvals.check(marked)
            }
            let second = try await bench.scenario.agent("Second", role: .admin)
            try await bench.approvals.check(marked)
            await #expect(throws: ApprovalError.actionUnknown("approvals.rules")) {
                try await bench.approvals.check(ApprovalRules(actions: ["approvals.rules"]))
            }
            try await bench.approvals.set(marked, by: root, as: root.acting())
            #expect(try await bench.approvals.isNeeded("test.deed"))
            // Setting takes nothing away: only a second admin does.
            try await bench.approvals.set(ApprovalRules(actions: []), by: root, as: root.acting())
            #expect(try await bench.approvals.isNeeded("test.deed"))
            let asked = try await bench.approvals.ask(
                Approvals.rulesAction,
                ApprovalRules(actions: []),
                about: [:],
                by: root,
                as: root.acting()
            )
            let id = try #require(ID<Approval>(asked.id))
            await #expect(throws: ApprovalError.notFound) { try await bench.approve(id, by: bench.bo) }
            #expect(try await bench.approve(id, by: second) == .approved)
            #expect(try await bench.approvals.isNeeded("test.deed") == false)
        }
    }
}
