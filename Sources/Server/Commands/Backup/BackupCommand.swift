import ArgumentParser
import Base
import Foundation
import Storage

/// `switchboard backup FILE`: a consistent copy while serving.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database and the files to FILE, a tar archive, while the server runs."
    )

    @Argument(help: "The archive to write; it must not exist.")
    var file: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await CommandOutput.telling {
            let configuration = try await installation.configuration()
            let archive = URL(fileURLWithPath: file)
            guard !FileManager.default.fileExists(atPath: archive.path) else {
                throw BackupError.archiveExists(file)
            }
            let database = try Wiring.openDatabase(configuration, mustExist: true)
            guard
                try await Migrator(database, migrations: Wiring.migrations(), clock: SystemClock())
                    .isPrepared()
            else { throw BackupError.databaseEmpty }
            try await write(archive, database, configuration.dataFolder)
            try await database.close()
            CommandOutput.say("Backed up to \(file).")
        }
    }

    private func write(_ archive: URL, _ database: any Database, _ folder: URL) async throws {
        let draft = URL(fileURLWithPath: archive.path + ".draft")
        try? FileManager.default.removeItem(at: draft)  // left over from a backup that was interrupted
        try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: draft) }  // only a leftover copy stays behind
        let name = BackupContents.database(database.engine)
        try await database.backup(to: draft.appending(path: name).path)
        // A file is written before the row that names it and never changes: copied after the database, none is missing.
        let missing = try await StoredFiles(folder: folder).missing(from: database)
        guard missing.isEmpty || FileManager.default.fileExists(atPath: StoredFiles(folder: folder).path)
        else {
            throw BackupError.filesMissing(folder: folder.path)
        }
        if !missing.isEmpty {
            CommandOutput.complain("\(missing.count) file(s) are not in \(folder.path) and were left out.")
        }
        try await BackupContents.pack(draft, name, StoredFiles(folder: folder), into: archive)
    }
}
