import ArgumentParser
import Base
import Foundation
import Safeguard
import Storage

/// `switchboard keys`: the keys that protect what is sealed in the database.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, list and change the keys that protect what is sealed in the database.",
        subcommands: [KeysNewCommand.self, KeysListCommand.self, KeysRotateCommand.self]
    )
}

/// Prints a new key.
struct KeysNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Print a new key, for a key file or a key service; it is kept nowhere."
    )

    func run() {
        CommandOutput.say(KeyEncryptionKey().text.exposed)
    }
}

extension InstallationOptions {
    /// Does something with the sealed fields of a database that is there and up to date.
    fileprivate func withKeys(
        _ work: (any Database, EncryptionKeys, KeyRing) async throws -> Void
    ) async throws {
        try await CommandOutput.telling {
            let configuration = try await configuration()
            let database = try Wiring.openDatabase(configuration, mustExist: true)
            let steps = try await Migrator(database, migrations: Wiring.migrations(), clock: SystemClock())
                .pending()
            guard steps.isEmpty else {
                throw DatabaseError(.failed, "its schema is older than this program; start the server once")
            }
            let keys = configuration.encryption
            guard let ring = try keys.read() else {
                throw EncryptionKeysError(keys.place, "there is none yet; start the server once")
            }
            try await work(database, keys, ring)
            try await database.close()
        }
    }
}

/// Shows which keys there are and what they protect.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show which keys there are and how much each protects."
    )

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await installation.withKeys { database, _, ring in
            let counts = try await database.read(KeyRotation.counts)
            let inUse = try await database.read(KeyRotation.keyInUse)
            for key in ring.keys {
                let count = counts[key.id] ?? 0
                let use =
                    switch key {
                    case _ where key.id == inUse: "protects what is new"
                    case ring.current: "not in use yet: run `switchboard keys rotate`"
                    default: count == 0 ? "may be taken away" : "older"
                    }
                CommandOutput.say("\(key.id)  \(count) data key(s)  \(use)")
            }
            let lost = counts.keys.filter { id in !ring.keys.contains { $0.id == id } }.sorted()
            for id in lost { CommandOutput.say("\(id)  \(counts[id] ?? 0) data key(s)  NOT HERE") }
            guard lost.isEmpty else { throw ExitCode.failure }
        }
    }
}

/// Brings everything under the current key.
struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract:
            "Bring everything under the first key, or with --new under a new one, while the server runs.",
        discussion: """
            Nothing that is sealed is written anew: the data keys are, each of which has one owner. With several nodes, put \
            the new key into every node's file first, behind the one in use, then make it the first, then run this once.
            """
    )

    @Flag(help: "Put a new key in front in the key file first: for one node, or a file that all nodes share.")
    var new = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await installation.withKeys { database, keys, ring in
            var ring = ring
            if new {
                ring = ring.adding(KeyEncryptionKey())
                try keys.write(ring, mustBeNew: false)
            }
            let moved = try await KeyRotation.run(database, under: ring)
            let rotated = Deed(
                .keysRotated,
                by: .atCommandLine,
                on: AuditSubject("encryption_key", ring.current.id),
                ["moved": String(moved)]
            )
            try await AuditTrail(database, clock: SystemClock()).record(rotated)
            CommandOutput.say("\(moved) data key(s) were brought under key \(ring.current.id).")
            let older = ring.keys.dropFirst().map(\.id)
            guard !older.isEmpty else { return }
            CommandOutput.say(
                "Once `switchboard keys list` says so, and no backup needs them, these may be taken away: "
                    + older.joined(separator: ", ")
            )
        }
    }
}
