import Base
import People
import Safeguard
import Storage
import Testing
import TestSupport
@testable import Trust

/// What is said of a fake says nothing to who has the database alone, on both engines.
@Suite struct SightingCommentTests {
    private static let words = "Sie haben mich angerufen 他们打过电话"

    private struct Stored: RowDecodable {
        let plain: String
        let sealed: [UInt8]?

        init(row: Row) throws(DatabaseError) {
            self.plain = try row.get("comment")
            self.sealed = try row.get("sealed_comment")
        }
    }

    /// In the order in which it was said.
    private static func stored(_ rooms: ReportRooms) async throws -> [Stored] {
        try await rooms.database.read { db in
            try db.all(Stored.self, "SELECT comment, sealed_comment FROM phishing_sighting ORDER BY id")
        }
    }

    private static func say(
        _ comment: String,
        _ rooms: ReportRooms,
        by customer: Customer? = nil
    ) async throws {
        rooms.clock.advance(by: .seconds(1))
        _ = try await rooms.reports.report("evil.example", comment: comment, from: .api, by: customer)
    }

    /// The latest first.
    private static func told(_ rooms: ReportRooms) async throws -> [String] {
        let id = try await rooms.waiting().id
        return try await rooms.reports.report(id).sightings.map(\.comment)
    }

    @Test("it is sealed, a customer's with their own key", arguments: TestDatabase.engines)
    func sealed(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            let customer = rooms.customer()
            try await Self.say(Self.words, rooms, by: customer)
            try await Self.say(Self.words, rooms)
            try await Self.say("", rooms)

            let rows = try await Self.stored(rooms)
            #expect(rows.map(\.plain) == ["", "", ""])
            #expect(rows.map { $0.sealed == nil } == [false, false, true])
            #expect(try await Self.told(rooms) == ["", Self.words, Self.words])

            try await rooms.database.write { db in try db.destroyDataKey(of: KeyOwner(customer.id)) }
            #expect(try await Self.told(rooms) == ["", Self.words, ""])
        }
    }

    @Test("it is bound to its row", arguments: TestDatabase.engines)
    func moved(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            try await Self.say(Self.words, rooms)
            try await Self.say("another", rooms)
            try await rooms.database.write { db in
                _ = try db.run(
                    """
                    UPDATE phishing_sighting
                    SET sealed_comment = (SELECT sealed_comment FROM phishing_sighting ORDER BY id LIMIT 1)
                    """
                )
            }
            await #expect(throws: DatabaseError.self) { _ = try await Self.told(rooms) }
        }
    }

    @Test("what was in the clear before is sealed step by step", arguments: TestDatabase.engines)
    func older(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            for number in 0..<3 { try await Self.say("\(number)", rooms) }
            try await rooms.database.write { db in
                _ = try db.run("UPDATE phishing_sighting SET comment = \(Self.words), sealed_comment = NULL")
            }
            #expect(try await Self.told(rooms) == [Self.words, Self.words, Self.words])
            let counts = try await rooms.database.write { db in
                try [2, 2, 2].map { try PhishingReports.sealing(db, $0) }
            }
            #expect(counts == [2, 1, 0])
            #expect(try await Self.stored(rooms).allSatisfy { $0.plain.isEmpty && $0.sealed != nil })
            #expect(try await Self.told(rooms) == [Self.words, Self.words, Self.words])
        }
    }
}
