import Base
@testable import Storage
import Testing
import TestSupport

/// Whatever somebody does to the chain who may do everything in the database: it is found.
@Suite("Tampering with the audit trail")
struct AuditTamperingTests {
    private static let edits: [SQL] = [
        "happened_at = happened_at + 1", "actor_kind = 'system'", "actor_id = 'agt_bo'", "actor_id = NULL",
        "actor_name = 'Bo'", "address = '192.0.2.2'", "address = NULL", "address = ''",
        "action = 'conversation.replied'", "subject_kind = 'customer'", "subject_id = 'cnv_9'",
        "subject_id = NULL", "details = '{}'", #"details = '{"n": "4"}'"#,
        "hash = (SELECT hash FROM audit_entry WHERE seq = 3)",
        "previous_hash = (SELECT previous_hash FROM audit_entry WHERE seq = 3)",
    ]

    @Test("an edit of any column", arguments: TestDatabase.engines)
    func edit(_ engine: Engine) async throws {
        for edit in Self.edits {
            try await AuditChain.with(engine) { chain in
                try await chain.grow(by: 8)
                #expect(try await chain.trail.verify().fault == nil)

                try await chain.tamper("UPDATE audit_entry SET \(edit) WHERE seq = 4")

                let found = try await chain.trail.verify()
                #expect(found.fault == .edited(4), "\(edit)")
                #expect(found.count == 3)
            }
        }
    }

    @Test("entries taken away at the beginning and in the middle", arguments: TestDatabase.engines)
    func deletion(_ engine: Engine) async throws {
        for (gone, fault) in [
            ("seq = 1", AuditFault.missing(1...1)), ("seq = 4", .missing(4...4)),
            ("seq IN (3, 4, 5)", .missing(3...5)),
        ] as [(SQL, AuditFault)] {
            try await AuditChain.with(engine) { chain in
                try await chain.grow(by: 8)
                try await chain.tamper("DELETE FROM audit_entry WHERE \(gone)")
                #expect(try await chain.trail.verify().fault == fault)
            }
        }
    }

    @Test("an end that was cut off", arguments: TestDatabase.engines)
    func cutOff(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 8)
            let kept = try await chain.trail.verify().last

            try await chain.tamper("DELETE FROM audit_entry WHERE seq > 6")
            #expect(try await chain.trail.verify().fault == .cutOff(after: 6, end: 8))

            // Whoever thinks of the row of the end as well is found by the head that was kept elsewhere, and only by it.
            try await chain.tamper(
                "UPDATE audit_head SET seq = 6, hash = (SELECT hash FROM audit_entry WHERE seq = 6)"
            )
            #expect(try await chain.trail.verify().fault == nil)
            #expect(try await chain.trail.verify(against: kept).fault == .cutOff(after: 6, end: 8))
        }
    }

    @Test("two entries that changed places", arguments: TestDatabase.engines)
    func swap(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 8)
            try await chain.tamper(
                "UPDATE audit_entry SET seq = 100 WHERE seq = 3",
                "UPDATE audit_entry SET seq = 3 WHERE seq = 6",
                "UPDATE audit_entry SET seq = 6 WHERE seq = 100"
            )
            let found = try await chain.trail.verify()
            #expect(found.fault == .moved(3, from: 6))
            #expect(found.count == 2)
        }
    }

    @Test("an entry put in, its own hash right", arguments: TestDatabase.engines)
    func insertion(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 8)
            let entries = try await chain.entries
            let forged = AuditEntry(Self.forged(chain.clock.now), after: entries[2].head)
            try await chain.tamper(
                "UPDATE audit_entry SET seq = seq + 100 WHERE seq > 3",
                "UPDATE audit_entry SET seq = seq - 99 WHERE seq > 100",
                "UPDATE audit_head SET seq = 9"
            )
            try await chain.database.write { db in try AuditSQL(db: db).insert(forged) }
            #expect(try await chain.trail.verify().fault == .moved(5, from: 4))
        }
    }

    @Test("an entry in another's place, its own hash right", arguments: TestDatabase.engines)
    func replacement(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 8)
            let entries = try await chain.entries
            let forged = AuditEntry(Self.forged(chain.clock.now), after: entries[2].head)
            try await chain.tamper("DELETE FROM audit_entry WHERE seq = 4")
            try await chain.database.write { db in try AuditSQL(db: db).insert(forged) }
            #expect(try await chain.trail.verify().fault == .outOfChain(5))
        }
    }

    @Test("an entry after the end, its own hash right", arguments: TestDatabase.engines)
    func addition(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 2)
            let end = try await chain.trail.verify().last
            let forged = AuditEntry(Self.forged(chain.clock.now), after: end)
            try await chain.database.write { db in try AuditSQL(db: db).insert(forged) }
            #expect(try await chain.trail.verify().fault == .added(3))
        }
    }

    @Test("a chain that was calculated anew", arguments: TestDatabase.engines)
    func rewriting(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 8)
            let kept = try await chain.trail.verify().last
            try await chain.tamper(
                "DELETE FROM audit_entry WHERE seq > 3",
                "UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit_entry WHERE seq = 3)"
            )
            try await chain.grow(by: 9)
            #expect(try await chain.trail.verify().fault == nil)
            #expect(try await chain.trail.verify(against: kept).fault == .rewritten(8))
            // From behind it as well: what stands before the first entry is compared.
            #expect(try await chain.trail.verify(from: 9, against: kept).fault == .rewritten(8))
        }
    }

    @Test("a walk that begins later sees what comes after", arguments: TestDatabase.engines)
    func beginning(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: 8)
            #expect(try await chain.trail.verify(from: 9).count == 0)
            await #expect(throws: AuditError.beyondEnd(10, end: 8)) { try await chain.trail.verify(from: 10) }
            try await chain.tamper("UPDATE audit_entry SET actor_name = 'Bo' WHERE seq = 4")
            #expect(try await chain.trail.verify(from: 4).fault == .edited(4))
            #expect(try await chain.trail.verify(from: 5).fault == nil)
            #expect(try await chain.trail.verify(from: 5).count == 4)
            try await chain.tamper("DELETE FROM audit_entry WHERE seq = 4")
            #expect(try await chain.trail.verify(from: 5).fault == .missing(4...4))
        }
    }

    @Test("a chain of several pages", arguments: TestDatabase.engines)
    func pages(_ engine: Engine) async throws {
        try await AuditChain.with(engine) { chain in
            try await chain.grow(by: AuditTrail.batch * 2 + 1)
            #expect(try await chain.trail.verify().count == AuditTrail.batch * 2 + 1)
            try await chain.tamper("DELETE FROM audit_entry WHERE seq = \(AuditTrail.batch + 1)")
            let gone = AuditTrail.batch + 1
            #expect(try await chain.trail.verify().fault == .missing(gone...gone))
        }
    }

    private static func forged(_ now: Instant) -> PendingDeed {
        PendingDeed(
            happenedAt: now,
            actorKind: "agent",
            actorID: "agt_bo",
            actorName: "Bo",
            address: nil,
            action: "conversation.viewed",
            subjectKind: "conversation",
            subjectID: "cnv_1",
            details: "{}"
        )
    }
}
