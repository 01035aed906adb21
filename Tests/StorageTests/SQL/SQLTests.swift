import Base
import Storage
import Testing
import TestSupport

@Suite struct SQLTests {
    @Test(arguments: TestDatabase.engines)
    func fragmentsJoinAndListsBind(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let numbers = try await database.read { db in
                let wanted: SQL = "value IN (\(list: [2, 3, 5]))"
                let table: SQL = "(SELECT 1 AS value UNION ALL SELECT 2 UNION ALL SELECT 3) AS numbers"
                return try db.values(Int.self, "SELECT value FROM \(table) WHERE \(wanted) ORDER BY value")
            }
            #expect(numbers == [2, 3])
            let none = try await database.read { db in
                try db.values(Int.self, "SELECT 1 WHERE 1 IN (\(list: [Int]()))")
            }
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatLIKEMeansSomethingByIsLookedForAsItIs(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            for (words, expected) in [("0%", [1]), ("a_", [2]), ("!", [3]), ("", [1, 2, 3, 4]), ("b", [4])] {
                let found = try await database.read { db in
                    let texts: SQL = """
                        (SELECT 1 AS id, '50% off' AS text UNION ALL SELECT 2, 'a_c' UNION ALL SELECT 3, 'a!%'
                            UNION ALL SELECT 4, 'abc 0') AS texts
                        """
                    return try db.values(
                        Int.self,
                        "SELECT id FROM \(texts) WHERE text \(SQL.holds(words)) ORDER BY id"
                    )
                }
                #expect(found == expected, "\(words)")
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func typedNullsAreUnderstoodByBoth(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let none: String? = nil
            let isNull = try await database.read { db in try db.value(Bool.self, "SELECT \(none) IS NULL") }
            #expect(isNull == true)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aColumnReadAsTheWrongTypeIsAnError(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { db in try db.value(Int.self, "SELECT \("text")") }
            }
            #expect(error?.kind == .misfit)
        }
    }
}
