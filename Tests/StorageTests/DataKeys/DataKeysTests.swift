import Base
import Safeguard
import Testing
import TestSupport

@testable import Storage

@Suite struct DataKeysTests {
    private enum Case: Identified { static let idPrefix = "cas" }

    private let field = FieldName("case.words")
    private let owner = KeyOwner(ID<Case>(at: Instant(milliseconds: 1)))

    private func migrations() throws -> [Migration] {
        try Migration.all(in: [StorageAssets.files])
    }

    @Test(arguments: TestDatabase.engines)
    func aKeyIsMadeOnceAndFoundByOtherNodes(_ engine: Engine) async throws {
        let ring = KeyRing(KeyEncryptionKey())
        let keys = DataKeys(ring)
        try await TestDatabase.with(engine, migrations: migrations(), keys: keys) { database in
            let (owner, field) = (owner, field)
            let sealed = try await database.write { db in
                try db.dataKey(of: owner).seal("words", as: field)
            }
            // As another node: it remembers nothing.
            keys.forget(owner)
            let opened = try await database.read { db in
                try db.existingDataKey(of: owner)?.openText(sealed, as: field)
            }
            #expect(opened == "words")
            let again = try await database.write { db in try db.dataKey(of: owner).openText(sealed, as: field)
            }
            #expect(again == "words")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func manyAtOnceGetOneKey(_ engine: Engine) async throws {
        let keys = DataKeys(KeyRing(KeyEncryptionKey()))
        try await TestDatabase.with(engine, migrations: migrations(), keys: keys) { database in
            let (owner, field) = (owner, field)
            let sealed = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await database.write { db in
                            try db.dataKey(of: owner).seal("words \(number)", as: field)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            keys.forget(owner)
            let opened = try await database.read { db in
                let key = try #require(try db.existingDataKey(of: owner))
                return try sealed.map { try key.openText($0, as: field) }
            }
            #expect(Set(opened) == Set((0..<20).map { "words \($0)" }))
        }
    }

    /// A key that was never kept must not seal anything: nobody could ever read it.
    @Test(arguments: TestDatabase.engines)
    func aKeyOfAnUndoneTransactionIsForgotten(_ engine: Engine) async throws {
        struct Undone: Error {}
        let keys = DataKeys(KeyRing(KeyEncryptionKey()))
        try await TestDatabase.with(engine, migrations: migrations(), keys: keys) { database in
            let (owner, field) = (owner, field)
            await #expect(throws: Undone.self) {
                try await database.write { db in
                    _ = try db.dataKey(of: owner)
                    throw Undone()
                }
            }
            #expect(try await database.read { db in try db.existingDataKey(of: owner) == nil })
            let sealed = try await database.write { db in try db.dataKey(of: owner).seal("words", as: field) }
            keys.forget(owner)
            let opened = try await database.read { db in
                try db.existingDataKey(of: owner)?.openText(sealed, as: field)
            }
            #expect(opened == "words")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aDestroyedKeyIsGone(_ engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: migrations()) { database in
            let (owner, field) = (owner, field)
            let sealed = try await database.write { db in try db.dataKey(of: owner).seal("words", as: field) }
            try await database.write { db in
                try db.destroyDataKey(of: owner)
                #expect(try db.existingDataKey(of: owner) == nil)
            }
            try await database.write { db in
                #expect(try db.existingDataKey(of: owner) == nil)
                let fresh = try db.dataKey(of: owner)
                #expect(throws: EncryptionError.unreadable) { try fresh.open(sealed, as: field) }
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func withoutTheRightKeyItSaysWhichIsMissing(_ engine: Engine) async throws {
        let ring = KeyRing(KeyEncryptionKey())
        let keys = DataKeys(ring)
        try await TestDatabase.with(engine, migrations: migrations(), keys: keys) { database in
            let owner = owner
            let foreign = try KeyRing(KeyEncryptionKey()).wrap(DataKey(), for: owner.bytes)
            try await database.write { db in
                _ = try db.run(
                    """
                    INSERT INTO data_key (owner_id, kind, key_id, wrapped)
                    VALUES (\(owner.bytes), \(owner.kind), \(foreign.keyID), \(foreign.bytes))
                    """
                )
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { db in _ = try db.existingDataKey(of: owner) }
            }
            #expect(error?.kind == .keyMissing)
            #expect(error?.message.contains(foreign.keyID) == true)
        }
    }
}
