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

    @Flag(help: "Leave the files out, where the object store has copies of its own.")
    var withoutFiles = false

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
            try await write(archive, database, configuration)
            try await database.close()
            CommandOutput.say("Backed up to \(file).")
        }
    }

    private func write(
        _ archive: URL,
        _ database: any Database,
        _ configuration: ServerConfiguration
    ) async throws {
        let draft = URL(fileURLWithPath: archive.path + ".draft")
        try? FileManager.default.removeItem(at: draft)  // left over from a backup that was interrupted
        try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: draft) }  // only a leftover copy stays behind
        let name = BackupContents.database(database.engine)
        try await database.backup(to: draft.appending(path: name).path)
        // A file is stored before the row that names it and never changes: copied after the database, none is missing.
        let files =
            withoutFiles
            ? StoredFiles(folder: draft) : try await files(of: database, configuration, fetchedInto: draft)
        if withoutFiles {
            CommandOutput.complain("The files were left out: the backup is whole only with a copy of them.")
        }
        try await BackupContents.pack(draft, name, files, into: archive)
    }

    /// The files that the database names: in the data folder as they are, from a bucket fetched.
    private func files(
        of database: any Database,
        _ configuration: ServerConfiguration,
        fetchedInto draft: URL
    ) async throws -> StoredFiles {
        let blobs = try Wiring.openBlobs(configuration)
        let named = try await Wiring.storedFiles(of: database)
        let missing = try await blobs.missing(named)
        let files: StoredFiles
        var lost = missing.count
        let place: String
        switch configuration.blobs {
        case .folder:
            files = StoredFiles(folder: configuration.dataFolder)
            place = files.folder.path
            guard missing.isEmpty || FileManager.default.fileExists(atPath: files.path) else {
                throw BackupError.filesMissing(place)
            }
        case .bucket(let bucket, _):
            files = StoredFiles(folder: draft)
            place = bucket.description
            guard missing.isEmpty || missing.count < named.count else {
                throw BackupError.filesMissing(place)
            }
            let unknown = Set(missing)
            lost += try await files.fetch(named.filter { !unknown.contains($0) }, from: blobs)
        }
        if lost > 0 { CommandOutput.complain("\(lost) file(s) are not in \(place) and were left out.") }
        return files
    }
}
