import Base
import Foundation
import Safeguard
package import Storage

/// Every statement about letters.
struct LetterSQL {
    let db: Connection

    func insert(_ letter: SentLetter, messageID: String, _ parcel: Parcel, at now: Instant) throws {
        try db.post(
            """
            INSERT INTO letter (id, purpose, state, message_id, contents, expires_at, created_at)
            VALUES (\(letter.id), \(letter.purpose), \(letter.state), \(messageID), \(try sealed(parcel, letter.id)),
                \(letter.expiresAt), \(now))
            """
        )
    }

    func letter(_ id: ID<SentLetter>) throws(DatabaseError) -> SentLetter? {
        try db.first(SentLetter.self, "SELECT \(SentLetter.columns) FROM letter WHERE id = \(id)")
    }

    /// What one says that still waits; nil where it was settled.
    func parcel(_ id: ID<SentLetter>) throws -> Parcel? {
        let waiting = SentLetter.State.waiting
        let contents = try db.value(
            [UInt8].self,
            "SELECT contents FROM letter WHERE id = \(id) AND state = \(waiting) AND contents IS NOT NULL"
        )
        return try contents.map { try opened($0, id) }
    }

    func note(_ error: String, of id: ID<SentLetter>) throws(DatabaseError) {
        try db.run("UPDATE letter SET last_error = \(error) WHERE id = \(id)")
    }

    /// Ends the waiting of one and erases what it says.
    ///
    /// - Returns: Whether it waited.
    func settle(
        _ id: ID<SentLetter>,
        as state: SentLetter.State,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE letter SET state = \(state), contents = NULL, settled_at = \(now)
            WHERE id = \(id) AND state = \(SentLetter.State.waiting)
            """
        ) == 1
    }

    /// Ends the waiting of every one of a purpose and erases what they say.
    ///
    /// - Complexity: one range scan of `letter_by_state`.
    func withdraw(_ purpose: String, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE letter SET state = \(SentLetter.State.withdrawn), contents = NULL, settled_at = \(now)
            WHERE state = \(SentLetter.State.waiting) AND purpose = \(purpose)
            """
        )
    }

    // MARK: The one place that writes and reads what a letter says

    private func sealed(_ parcel: Parcel, _ id: ID<SentLetter>) throws -> [UInt8] {
        let plain = Array(try WireJSON.encode(parcel))
        return try db.dataKey(of: .installation).seal(plain, as: Self.contents(of: id))
    }

    private func opened(_ contents: [UInt8], _ id: ID<SentLetter>) throws -> Parcel {
        guard let key = try db.existingDataKey(of: .installation) else {
            throw DatabaseError(.keyMissing, "the key of letters was destroyed")
        }
        return try WireJSON.decode(Parcel.self, from: Data(key.open(contents, as: Self.contents(of: id))))
    }

    private static func contents(of id: ID<SentLetter>) -> FieldName {
        FieldName("letter.contents", row: id.bytes)
    }
}

extension SentLetter: RowDecodable {
    static let columns: SQL = "id, purpose, state, last_error, expires_at"

    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            purpose: try row.get("purpose"),
            state: try row.get("state"),
            lastError: try row.get("last_error"),
            expiresAt: try row.get("expires_at")
        )
    }
}
