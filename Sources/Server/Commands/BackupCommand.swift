import ArgumentParser
import Base
import Foundation
import Storage

/// `switchboard backup FILE`: a consistent copy while serving.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the embedded database and the files to FILE, a tar archive, while the server runs."
    )

    @Argument(help: "The archive to write; it must not exist.")
    var file: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw ValidationError("\(file) exists already.")
        }
        let configuration = try await installation.configuration()
        guard case .sqlite = configuration.database else {
            throw ValidationError(
                "PostgreSQL is copied with pg_dump, the files with any tool; see docs/operations.md."
            )
        }
        let draft = URL(fileURLWithPath: file + ".draft")
        try? FileManager.default.removeItem(at: draft)  // left over from a backup that was interrupted
        try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: draft) }  // only a leftover copy stays behind
        let database = try Wiring.openDatabase(configuration)
        try await database.backup(to: draft.appending(path: "switchboard.sqlite").path)
        try await database.close()
        let blobs = configuration.dataFolder.appending(path: "blobs")
        // Files are never changed once written, so copying them after the database misses none it refers to.
        if FileManager.default.fileExists(atPath: blobs.path) {
            try FileManager.default.copyItem(at: blobs, to: draft.appending(path: "blobs"))
        }
        try Archive.run(["-cf", file, "-C", draft.path, "."])
        CommandOutput.say("Backed up to \(file).")
    }
}

/// `switchboard restore FILE`: back again, into an empty folder.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Unpack a backup into an empty data folder."
    )

    @Argument(help: "The archive that backup wrote.")
    var file: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let configuration = try await installation.configuration()
        guard case .sqlite(let folder) = configuration.database else {
            throw ValidationError("PostgreSQL is restored with pg_restore; see docs/operations.md.")
        }
        let existing = folder.appending(path: "switchboard.sqlite")
        guard !FileManager.default.fileExists(atPath: existing.path) else {
            throw ValidationError("\(folder.path) has a database already; name an empty folder with --data.")
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Archive.run(["-xf", file, "-C", folder.path])
        guard FileManager.default.fileExists(atPath: existing.path) else {
            throw ValidationError("\(file) holds no database.")
        }
        let wiring = try await installation.open()
        try await wiring.database.close()
        CommandOutput.say("Restored into \(folder.path).")
    }
}

/// The system's tar.
private enum Archive {
    static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["tar"] + arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ValidationError("tar failed; see its message above.")
        }
    }
}
