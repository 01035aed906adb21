import Base
@testable import Storage
import Testing
import TestSupport

/// How deeds come into the chain, and that they stay there.
@Suite("Audit trail")
struct AuditTrailTests {
    private struct Undone: Error {}

    @Test("a deed and its entry are there together or not at all", arguments: TestDatabase.engines)
    func together(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            let deed = Deed(.agentChanged, by: .system, on: AuditSubject("agent", "agt_1"))
            await #expect(throws: Undone.self) {
                try await chain.database.write { db in
                    try AuditTrail.record(deed, at: chain.clock.now, in: db)
                    throw Undone()
                }
            }
            #expect(try await chain.trail.chainPending() == 0)

            try await chain.database.write { db in
                try AuditTrail.record(deed, at: chain.clock.now, in: db)
            }
            #expect(try await chain.trail.waiting() == 1)
            #expect(try await chain.trail.chainPending() == 1)
            #expect(try await chain.trail.waiting() == 0)
            #expect(try await chain.entries.map(\.action) == ["agent.changed"])
        }
    }

    @Test("whatever a name holds, the chain holds", arguments: TestDatabase.engines)
    func unusualTexts(_ engine: Engine) async throws {
        let names = [
            "", " ", "O'Neil; DROP TABLE audit_entry", "a\0b", "\u{E9}", "e\u{301}",
            "\u{202E}gnihtemos\n\r\t",
            "🏳️‍🌈👩‍👩‍👧‍👧", "李 伟", "{\"x\": 1}", "\u{FEFF}\u{FFFD}\u{10FFFF}", String(repeating: "長", count: 500),
        ]
        try await AuditChain.with(engine) { chain in
            for name in names {
                chain.clock.advance(by: .milliseconds(1))
                try await chain.trail.record(
                    Deed(
                        .agentSignedIn,
                        by: AuditActor(.agent, id: name, name: name, address: name),
                        on: AuditSubject("agent", name),
                        [name: name, "other": "/\\\"\u{2028}"]
                    )
                )
            }
            try await chain.trail.chainPending()

            let kept = try await chain.entries.map { Array($0.actorName.utf8) }
            #expect(kept == names.map { Array($0.replacing("\0", with: "").prefix(200).utf8) })
            let found = try await chain.trail.verify()
            #expect(found.fault == nil)
            #expect(found.count == names.count)
        }
    }

    @Test("entries cannot be changed, taken away or replaced", arguments: TestDatabase.engines)
    func appendOnly(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 3)
            let before = try await chain.entries
            var tries: [SQL] = [
                "UPDATE audit_entry SET actor_name = 'Bo' WHERE seq = 2", "UPDATE audit_entry SET seq = 9",
                "DELETE FROM audit_entry WHERE seq = 3", "DELETE FROM audit_entry",
            ]
            tries +=
                engine == .sqlite
                ? ["INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 2"]
                : ["TRUNCATE audit_entry"]
            for statement in tries {
                await #expect(throws: DatabaseError.self) {
                    try await chain.database.write { db in _ = try db.run(statement) }
                }
            }
            #expect(try await chain.entries == before)
        }
    }

    @Test("what somebody sees is one entry an hour", arguments: TestDatabase.engines)
    func sights(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            func look(_ actor: AuditActor, _ action: AuditAction, _ id: String) async throws -> Int {
                try await chain.trail.recordSight(Deed(action, by: actor, on: AuditSubject("x", id)))
                return try await chain.trail.waiting()
            }
            let bo = AuditActor(.agent, id: "agt_bo", name: "Bo")
            #expect(try await look(AuditChain.ada, .conversationViewed, "1") == 1)
            #expect(try await look(AuditChain.ada, .conversationViewed, "1") == 1)
            #expect(try await look(bo, .conversationViewed, "1") == 2)
            #expect(try await look(AuditChain.ada, .conversationViewed, "2") == 3)
            #expect(try await look(AuditChain.ada, .customerDetailsViewed, "1") == 4)
            try await chain.trail.chainPending()
            chain.clock.advance(by: AuditTrail.sightPause - .milliseconds(1))
            #expect(try await look(AuditChain.ada, .conversationViewed, "1") == 0)
            chain.clock.advance(by: .milliseconds(1))
            #expect(try await look(AuditChain.ada, .conversationViewed, "1") == 1)
        }
    }

    @Test("whether something was seen is looked up in its index", arguments: TestDatabase.engines)
    func plan(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            let deed = Deed(.conversationViewed, by: AuditChain.ada, on: AuditSubject("x", "1"))
            let plan = try await chain.database.read { db in
                try db.plan { db in _ = try AuditSQL(db: db).isKnown(deed, since: chain.clock.now) }
            }
            #expect(plan.uses("audit_entry_by_subject"))
            #expect(!plan.scans("audit_entry"))
        }
    }

    @Test(
        "many nodes that record and chain at once make one chain without gaps",
        arguments: TestDatabase.engines
    )
    func manyNodes(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            let trail = chain.trail
            try await withThrowingTaskGroup(of: Void.self) { group in
                for node in 1...4 {
                    let actor = AuditActor(.agent, id: "agt_\(node)", name: "Node \(node)")
                    group.addTask {
                        for number in 1...150 {
                            let subject = AuditSubject("conversation", "cnv_\(node)_\(number)")
                            try await trail.record(Deed(.conversationReplied, by: actor, on: subject))
                        }
                    }
                    group.addTask {
                        for _ in 1...60 { try await trail.chainPending() }
                    }
                }
                try await group.waitForAll()
            }
            while try await trail.chainPending() > 0 {}

            let found = try await trail.verify()
            #expect(found.fault == nil)
            #expect(found.count == 600)
            var subjects: Set<String?> = []
            for page in [0, 300] {
                let entries = try await trail.entries(after: page, limit: 300)
                subjects.formUnion(entries.map(\.subjectID))
            }
            #expect(subjects.count == 600)
        }
    }

    @Test(
        "without the row of its end the chain stands still and loses nothing",
        arguments: TestDatabase.engines
    )
    func headMissing(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 2)
            try await chain.tamper("DELETE FROM audit_head")
            try await chain.trail.record(Deed(.auditRead, by: .system, on: AuditSubject("audit")))

            await #expect(throws: AuditError.headMissing) { try await chain.trail.chainPending() }
            #expect(try await chain.trail.waiting() == 1)
            #expect(try await chain.trail.verify().fault == .headMissing)
        }
    }
}
