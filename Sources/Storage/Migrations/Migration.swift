import Base
import Crypto
import Foundation

/// One step of the schema: a `.sql` file beside its noun, named `<UTC stamp>_<what>.sql`.
package struct Migration: Sendable, Hashable {
    /// The file's name without its ending, such as `20261121T0900_macro`: unique, and the order of running.
    package let name: String
    /// The file's text with type tokens such as `{id}`.
    package let script: String

    package init(name: String, script: String) {
        self.name = name
        self.script = script
    }

    /// SHA-256 of the text in hex: a step that was run must never change.
    package var checksum: String {
        SHA256.hash(data: Data(script.utf8)).hexadecimal
    }

    /// The steps among embedded assets, oldest first.
    ///
    /// - `tables`: The targets' assets; every `.sql` file in them is a step.
    ///
    /// Throws: ``MigrationError/twice(_:)`` when two files have one name.
    package static func all(in tables: [[String: String]]) throws(MigrationError) -> [Migration] {
        var steps: [String: Migration] = [:]
        for (path, script) in tables.joined() where path.hasSuffix(".sql") {
            let name = String(path.split(separator: "/").last?.dropLast(4) ?? "")
            guard steps.updateValue(Migration(name: name, script: script), forKey: name) == nil else {
                throw .twice(name)
            }
        }
        return steps.values.sorted { $0.name < $1.name }
    }

    /// The text for an engine: its type tokens replaced, and without what stands between `-- only <other engine>` and
    /// `-- end` (full-text search and triggers, which have no common form).
    func rendered(for engine: Engine) -> String {
        let types: [(String, sqlite: String, postgres: String)] = [
            ("{id}", "BLOB", "BYTEA"), ("{int}", "INTEGER", "BIGINT"), ("{time}", "INTEGER", "BIGINT"),
            ("{bool}", "INTEGER", "BOOLEAN"), ("{real}", "REAL", "DOUBLE PRECISION"),
            ("{json}", "TEXT", "TEXT"),
            ("{bytes}", "BLOB", "BYTEA"), ("{text}", "TEXT", "TEXT"), ("{tokens}", "TEXT", "TSVECTOR"),
        ]
        var isMeant = true
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.hasPrefix("-- only ") {
                isMeant = line.dropFirst("-- only ".count) == engine.rawValue
                return false
            }
            if line == "-- end" {
                isMeant = true
                return false
            }
            return isMeant
        }
        return types.reduce(lines.joined(separator: "\n")) { script, type in
            script.replacingOccurrences(of: type.0, with: engine == .sqlite ? type.sqlite : type.postgres)
        }
    }
}

/// Why the schema could not be brought up to date.
package enum MigrationError: Error, Equatable {
    /// Two files have this name.
    case twice(String)
    /// A step that was run has another text now.
    case changed(String)
    /// The database was made by a newer version: it has a step that this one does not know.
    case unknown(String)
}

extension MigrationError: CustomStringConvertible {
    /// What an operator reads whose server does not start.
    package var description: String {
        switch self {
        case .twice(let name): "two migrations are called \(name); this is a mistake of the program"
        case .changed(let name):
            "the database was made by another migration \(name) than this program's; nothing was changed. Run the version "
                + "that made it, or bring back a backup"
        case .unknown(let name):
            "the database was made by a newer version: it has the migration \(name), which this one does not know; nothing "
                + "was changed. Run that version"
        }
    }
}
