import Base
@testable import People
import Safeguard
import Storage
import Testing
import TestSupport

/// Contact data stays masked until somebody says why they need it; that they saw it is kept.
@Suite struct RevealsTests {
    private struct Bench {
        let scenario: Scenario
        let reveals: Reveals
        let customer: Customer
        let agent: Agent

        func reveal(
            _ field: String,
            because reason: Reveal.Reason = .identityCheck,
            note: String = "",
            by other: Agent? = nil
        ) async throws -> String {
            let agent = other ?? agent
            return try await reveals.reveal(
                reveals.request(field, because: reason, note: note),
                of: customer.id,
                by: agent,
                as: agent.acting()
            ).value.exposed
        }
    }

    private static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Bench) async throws -> Void
    ) async throws {
        try await Scenario.with(engine) { scenario in
            let known = try await scenario.verified(uid: "20260001")
            let profile = Customer.Profile(
                name: "Liu Wei",
                email: "liu.wei@planted.example",
                locale: .english,
                attributes: ["phone": "+86 138 0000 4321", "passport": "E1234567", "kyc_country": "CN"]
            )
            let now = scenario.clock.now
            let customer = try await scenario.database.write { db in
                try CustomerSQL(db: db).upsertVerified(
                    Customer(id: known.id, uid: known.uid, profile: profile, createdAt: now),
                    at: now
                )
            }
            let reveals = Reveals(scenario.database, gate: SecretsGate(), clock: scenario.clock)
            try await body(
                Bench(
                    scenario: scenario,
                    reveals: reveals,
                    customer: customer,
                    agent: try await scenario.agent("Ada")
                )
            )
        }
    }

    @Test("agents see what is left of it, and which fields those are", arguments: TestDatabase.engines)
    func shown(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            #expect(
                bench.customer.shownContact
                    == ShownContact(
                        uid: "20260001",
                        email: "l•••@p•••.example",
                        attributes: [
                            "phone": "•••• 4321", "passport": "•••• 67", "kyc_country": "CN",
                        ],
                        masked: ["attributes.passport", "attributes.phone", "email"]
                    )
            )
        }
    }

    @Test(
        "it is shown for a reason, and the record has all but what was seen",
        arguments: TestDatabase.engines
    )
    func revealed(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            #expect(
                try await bench.reveal("email", note: " she cannot sign in ") == "liu.wei@planted.example"
            )
            bench.scenario.clock.advance(by: .seconds(1))
            #expect(try await bench.reveal("attributes.phone") == "+86 138 0000 4321")
            let database = bench.scenario.database
            let rows = try await database.read { db in
                try RevealSQL(db: db).reveals(of: bench.customer.id, limit: 10)
            }
            #expect(rows.map(\.field) == ["attributes.phone", "email"])
            #expect(rows.map(\.note) == ["", "she cannot sign in"])
            #expect(rows.allSatisfy { $0.agent == bench.agent.id && $0.reason == .identityCheck })
            let kept = try await database.read { db in
                try db.values([UInt8].self, "SELECT sealed_note FROM contact_reveal")
            }
            #expect(kept.count == 1 && !String(decoding: kept[0], as: UTF8.self).contains("sign in"))

            let trail = AuditTrail(database, clock: bench.scenario.clock)
            while try await trail.chainPending() > 0 {}
            let entries = try await trail.entries(after: 0, limit: 100).filter {
                $0.action == AuditAction.contactRevealed.rawValue
            }
            #expect(entries.map(\.actorName) == ["Ada", "Ada"])
            #expect(entries.allSatisfy { $0.subjectID == bench.customer.id.description })
            #expect(entries[0].details.contains(#""field":"email","reason":"identity_check""#))
            #expect(!"\(entries)".contains("planted") && !"\(entries)".contains("4321"))
        }
    }

    @Test(
        "the customer is told what was seen and why, and erasing says that it stays",
        arguments: TestDatabase.engines
    )
    func records(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            _ = try await bench.reveal("email", note: "she cannot sign in")
            let records = RevealRecords(bench.scenario.database)
            let subject = DataSubject(id: bench.customer.id, ids: [bench.customer.id])
            let own = try await Self.told(records, subject, .subject)
            #expect(own.hasPrefix("contact_reveals.json") && own.contains(#""field":"email""#))
            #expect(own.contains("identity_check"))
            #expect(!own.contains("sign in") && !own.contains(bench.agent.id.description))
            let desks = try await Self.told(records, subject, .agent)
            #expect(desks.contains("she cannot sign in") && desks.contains(bench.agent.id.description))
            #expect(!desks.contains("planted"))
            let now = bench.scenario.clock.now
            let step = try await bench.scenario.database.write { db in
                try records.erase(subject, at: now, in: db)
            }
            #expect(step == ErasureStep(kept: [.contactReveals: 1], isDone: true))
            let nobody = ID<Customer>(at: now)
            #expect(try await Self.told(records, DataSubject(id: nobody, ids: [nobody]), .agent) == "")
        }
    }

    private static func told(
        _ records: RevealRecords,
        _ subject: DataSubject,
        _ reader: ExportReader
    ) async throws -> String {
        var told = ""
        try await records.export(subject, for: reader) { document in
            told += "\(document.path) \(String(decoding: document.content, as: UTF8.self))"
        }
        return told
    }

    @Test("what is not masked, or not theirs, is not revealed", arguments: TestDatabase.engines)
    func refused(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let known = ["attributes.passport", "attributes.phone", "email"]
            for field in ["attributes.kyc_country", "uid", "name", "", "sealed_contact"] {
                await #expect(throws: RevealError.fieldNotMasked(known: known)) {
                    try await bench.reveal(field)
                }
            }
            await #expect(throws: RevealError.noteMissing) {
                try await bench.reveal("email", because: .other)
            }
            await #expect(throws: RevealError.noteTooLong) {
                try await bench.reveal("email", note: String(repeating: "x", count: 301))
            }
            await #expect(throws: RevealError.customerNotFound) {
                try await bench.reveals.reveal(
                    bench.reveals.request("email", because: .fraudCheck, note: ""),
                    of: ID(at: bench.scenario.clock.now),
                    by: bench.agent,
                    as: bench.agent.acting()
                )
            }
            let count = try await bench.scenario.database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM contact_reveal")
            }
            #expect(count == 0)
        }
    }

    @Test("a secret in the reason is hidden before it is stored", arguments: TestDatabase.engines)
    func secrets(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            _ = try await bench.reveal("email", note: "their phrase: \(phrase)")
            let rows = try await bench.scenario.database.read { db in
                try RevealSQL(db: db).reveals(of: bench.customer.id, limit: 10)
            }
            #expect(rows.count == 1 && !rows[0].note.contains("sausage"))
        }
    }

    @Test("an agent has so many an hour, also of many at once", arguments: TestDatabase.engines)
    func limited(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let clock = bench.scenario.clock
            _ = try await bench.reveal("email")
            clock.advance(by: .seconds(600))
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<24 {
                    // What is refused is counted below.
                    group.addTask { (try? await bench.reveal("email")) != nil }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.filter(\.self).count == Reveal.mostAnHour - 1)
            await #expect(throws: RevealError.tooMany(retryAfter: .seconds(3000))) {
                try await bench.reveal("attributes.phone")
            }
            let other = try await bench.scenario.agent("Bo")
            _ = try await bench.reveal("email", by: other)
            clock.advance(by: .seconds(3000))
            _ = try await bench.reveal("email")
            await #expect(throws: RevealError.tooMany(retryAfter: .seconds(600))) {
                try await bench.reveal("email")
            }
        }
    }
}
