import ArgumentParser
import Base
import Foundation
import Storage

/// `switchboard restore FILE`: back again, into an empty installation.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Unpack a backup into an empty data folder, and with --database into an empty database."
    )

    @Argument(help: "The archive that backup wrote.")
    var file: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await CommandOutput.telling {
            let configuration = try await installation.configuration()
            guard FileManager.default.isReadableFile(atPath: file) else {
                throw BackupError.archiveUnreadable(file)
            }
            try await mustBeEmpty(configuration)
            let folder = configuration.dataFolder
            let draft = folder.appending(path: "restore.draft")
            try? FileManager.default.removeItem(at: draft)  // left over from a restore that was interrupted
            try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: draft) }  // only a leftover copy stays behind
            try await BackupContents.unpack(URL(fileURLWithPath: file), into: draft)
            try await restore(draft, configuration)
            // Brings the schema up to date: the backup may be of an older version.
            let restored = try await installation.open()
            let missing = try await restored.blobs.missing(Wiring.storedFiles(of: restored.database))
            try await restored.database.close()
            if !missing.isEmpty {
                CommandOutput.complain(
                    "\(missing.count) file(s) that the database names were not in the backup and are not there."
                )
            }
            CommandOutput.say("Restored into \(folder.path).")
        }
    }

    /// What is there already is never written over.
    private func mustBeEmpty(_ configuration: ServerConfiguration) async throws {
        switch configuration.database {
        case .sqlite(let folder):
            // A write-ahead log that another database left behind would be played into the restored one.
            for companion in ["", "-wal", "-shm", "-journal"] {
                let path = folder.appending(path: BackupContents.database(.sqlite) + companion).path
                guard !FileManager.default.fileExists(atPath: path) else {
                    throw BackupError.folderOccupied(path)
                }
            }
        case .postgres:
            let database = try Wiring.openDatabase(configuration)
            let tables = try await database.read { db in
                try db.value(
                    Int.self,
                    """
                    SELECT COUNT(*) FROM information_schema.tables
                    WHERE table_schema NOT IN ('information_schema', 'pg_catalog')
                    """
                )
            }
            try await database.close()
            guard tables == 0 else { throw BackupError.databaseOccupied }
        }
    }

    /// Files come before the rows that name them.
    private func restore(_ draft: URL, _ configuration: ServerConfiguration) async throws {
        let engine = try BackupContents.engine(of: draft, file)
        let copy = draft.appending(path: BackupContents.database(engine))
        switch (configuration.database, engine) {
        case (.sqlite(let folder), .sqlite):
            let complaints = try await SQLiteDatabase.complaints(about: copy.path)
            guard complaints.isEmpty else { throw BackupError.damaged(complaints) }
            try await restoreFiles(draft, configuration)
            try FileManager.default.moveItem(at: copy, to: folder.appending(path: copy.lastPathComponent))
        case (.postgres(let url), .postgres):
            try await restoreFiles(draft, configuration)
            try await PostgresDatabase(.init(url: url)).restore(from: copy.path)
        case (.sqlite, .postgres), (.postgres, .sqlite):
            throw BackupError.otherEngine(engine)
        }
    }

    private func restoreFiles(_ draft: URL, _ configuration: ServerConfiguration) async throws {
        switch configuration.blobs {
        case .folder: try StoredFiles(folder: configuration.dataFolder).take(from: draft)
        case .bucket: try await StoredFiles(folder: draft).store(in: Wiring.openBlobs(configuration))
        }
    }
}
