import Base
import Foundation
import Safeguard
import Synchronization
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

    @Test(arguments: TestDatabase.engines)
    func rotationMovesEveryKeyWhileNodesGoOn(_ engine: Engine) async throws {
        let older = KeyRing(KeyEncryptionKey())
        let both = older.adding(KeyEncryptionKey())
        // What a key file holds while the nodes go on.
        let file = Mutex(older)
        let keys = DataKeys(patience: .zero) { file.withLock { $0 } }
        try await TestDatabase.with(engine, migrations: migrations(), keys: keys) { database in
            let field = field
            let owners = (0..<1_200).map { KeyOwner(ID<Case>(at: Instant(milliseconds: Int64($0)))) }
            let sealed = try await database.write { db in
                try owners.map { try db.dataKey(of: $0).seal("words", as: field) }
            }
            #expect(try await database.read(KeyRotation.counts) == [older.current.id: 1_200])
            #expect(try await KeyRotation.run(database, under: both, pause: .zero) == owners.count)
            #expect(try await database.read(KeyRotation.counts) == [both.current.id: owners.count])
            #expect(try await KeyRotation.run(database, under: both, pause: .zero) == 0)

            let opening: @Sendable (Connection) throws -> Set<String?> = { db in
                Set(try zip(owners, sealed).map { try db.existingDataKey(of: $0)?.openText($1, as: field) })
            }
            // What is remembered goes on.
            #expect(try await database.read(opening) == ["words"])
            for owner in owners { keys.forget(owner) }
            let error = await #expect(throws: DatabaseError.self) { try await database.read(opening) }
            #expect(error?.kind == .keyMissing)
            // Without a start: the file is read when the new key is met.
            file.withLock { $0 = both }
            #expect(try await database.read(opening) == ["words"])
        }
    }

    /// Else what a node keeps while the key is changed would need the old one, which may be taken away.
    @Test(arguments: TestDatabase.engines)
    func whatIsNewGoesUnderTheKeyInUseInWhateverOrderANodeHasThem(_ engine: Engine) async throws {
        let older = KeyRing(KeyEncryptionKey())
        let both = older.adding(KeyEncryptionKey())
        let (old, new) = (older.current.id, both.current.id)
        let file = Mutex(older)
        let keys = DataKeys(lag: .zero) { file.withLock { $0 } }
        try await TestDatabase.with(engine, migrations: migrations(), keys: keys) { database in
            let makeOne: @Sendable (Int64) async throws -> Void = { number in
                let owner = KeyOwner(ID<Case>(at: Instant(milliseconds: number)))
                _ = try await database.write { db in try db.dataKey(of: owner) }
            }
            _ = try await database.write { db in try db.dataKey(of: .installation) }
            try await makeOne(1)
            // A node that starts while the new key is in front already keeps what is new under the old one yet.
            file.withLock { $0 = both }
            let fresh = DataKeys(lag: .zero) { both }
            let owner = KeyOwner(ID<Case>(at: Instant(milliseconds: 2)))
            #expect(try fresh.wrap(DataKey(), of: owner, under: old).keyID == old)
            #expect(try await database.read(KeyRotation.counts) == [old: 2])

            #expect(try await KeyRotation.run(database, under: both, pause: .zero) == 2)
            // This one met nothing that was moved: it remembers all that there is.
            try await makeOne(3)
            #expect(try await database.read(KeyRotation.counts) == [new: 3])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func nothingNewIsKeptByANodeThatDoesNotHaveTheKeyInUse(_ engine: Engine) async throws {
        let older = KeyRing(KeyEncryptionKey())
        let both = older.adding(KeyEncryptionKey())
        let keys = DataKeys(lag: .zero) { older }
        try await TestDatabase.with(engine, migrations: migrations(), keys: keys) { database in
            let owner = owner
            _ = try await database.write { db in try db.dataKey(of: .installation) }
            _ = try await KeyRotation.run(database, under: both, pause: .zero)
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await database.write { db in try db.dataKey(of: owner) }
            }
            #expect(error?.kind == .keyMissing)
            #expect(error?.message.contains(both.current.id) == true)
            #expect(try await database.read(KeyRotation.counts) == [both.current.id: 1])
        }
    }

    @Test func manyThatMeetTheNewKeyAtOnceWaitUntilOneHasReadIt() async throws {
        let older = KeyRing(KeyEncryptionKey())
        let both = older.adding(KeyEncryptionKey())
        let times = Mutex(0)
        let owner = owner
        let keys = DataKeys(patience: .seconds(3600)) {
            let time = times.withLock { times in
                times += 1
                return times
            }
            guard time > 1 else { return older }
            // As long as a program takes.
            Thread.sleep(forTimeInterval: 0.05)
            return both
        }
        let moved = try both.wrap(DataKey(), for: owner.bytes)
        _ = try keys.unwrap(older.wrap(DataKey(), for: owner.bytes), of: owner)
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { try await BlockingWork.run { _ = try keys.unwrap(moved, of: owner) } }
            }
            try await group.waitForAll()
        }
        #expect(times.withLock { $0 } == 2)
    }

    @Test func aKeyThatIsNowhereIsNotAskedForWithEachThatNeedsIt() throws {
        let times = Mutex(0)
        let owner = owner
        let ring = KeyRing(KeyEncryptionKey())
        let keys = DataKeys(patience: .seconds(3600)) {
            times.withLock { $0 += 1 }
            return ring
        }
        let foreign = try KeyRing(KeyEncryptionKey()).wrap(DataKey(), for: owner.bytes)
        for _ in 0..<3 {
            #expect(throws: EncryptionError.unknownKey(foreign.keyID)) { try keys.unwrap(foreign, of: owner) }
        }
        // Once for the first key, once in vain.
        #expect(times.withLock { $0 } == 2)
    }
}
