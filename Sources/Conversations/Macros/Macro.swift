package import Base
package import Storage

/// A canned reply.
package struct Macro: Sendable, Hashable, Identified, RowDecodable {
    package static let idPrefix = "mac"

    package let id: ID<Macro>
    /// What follows the `/`: 1...40 lower-case letters, digits and hyphens.
    package let shortcut: String
    package let locale: LocaleCode
    package let title: String
    /// The text; `{{customer.name}}` and `{{conversation.reference}}` are filled in at the desk.
    package let body: String

    package init(id: ID<Macro>, shortcut: String, locale: LocaleCode, title: String, body: String) {
        self.id = id
        self.shortcut = shortcut
        self.locale = locale
        self.title = title
        self.body = body
    }

    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            shortcut: try row.get("shortcut"),
            locale: try row.get("locale"),
            title: try row.get("title"),
            body: try row.get("body")
        )
    }
}

/// The canned replies of an installation.
package struct Macros: Sendable {
    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// All of them, by shortcut.
    package func all() async throws -> [Macro] {
        try await database.read { db in
            try db.all(
                Macro.self,
                "SELECT id, shortcut, locale, title, body FROM macro ORDER BY shortcut, locale"
            )
        }
    }

    /// Adds replies; those whose shortcut and locale exist already are left as they are.
    package func add(_ macros: [Macro]) async throws {
        let now = clock.now
        try await database.write { db in
            for macro in macros {
                try db.run(
                    """
                    INSERT INTO macro (id, shortcut, locale, title, body, created_at)
                    VALUES (\(macro.id), \(macro.shortcut), \(macro.locale), \(macro.title), \(macro.body), \(now))
                    ON CONFLICT (shortcut, locale) DO NOTHING
                    """
                )
            }
        }
    }
}
