import Base
import Storage

/// How far the stored translations of a noun have come: another mark is another content.
struct TranslationMark: RowDecodable, Sendable, Hashable {
    let translations: Int
    let changedAt: Instant?

    init(row: Row) throws(DatabaseError) {
        self.translations = try row.get("translations")
        self.changedAt = try row.get("changed_at")
    }

    private init() {
        self.translations = 0
        self.changedAt = nil
    }

    /// Reads the mark of a table of translations.
    ///
    /// - Parameters:
    ///   - table: Its name; it has `updated_at`.
    ///   - db: Where it is.
    /// - Returns: The number of rows and the latest change.
    /// - Throws: `DatabaseError` when the engine fails.
    static func of(_ table: SQL, in db: Connection) throws(DatabaseError) -> TranslationMark {
        try db.first(
            TranslationMark.self,
            "SELECT COUNT(*) AS translations, MAX(updated_at) AS changed_at FROM \(table)"
        ) ?? TranslationMark()
    }
}
