import Base
import Storage

/// What keeps a backup from being made or brought back.
enum BackupError: DomainError, Hashable {
    case archiveExists(String)
    case archiveUnreadable(String)
    /// What is wrong with it.
    case archiveFlawed(String, BackupArchive.Flaw)
    /// What the engine's own check says about the copy.
    case damaged([String])
    case databaseEmpty
    case databaseOccupied
    /// Where they were looked for.
    case filesMissing(String)
    case folderOccupied(String)
    /// A file that cannot be made.
    case notWritable(String)
    /// The archive holds a database of this engine, which is not the installation's.
    case otherEngine(Engine)
    case tarFailed

    var problem: Problem {
        switch self {
        case .archiveExists(let file):
            Problem(409, "archive_exists", "\(file) exists already.", try: "Name a file that does not.")
        case .archiveUnreadable(let file):
            Problem(
                422,
                "archive_unreadable",
                "\(file) is not a backup that can be read.",
                try: "Name another."
            )
        case .archiveFlawed(let file, let flaw):
            Problem(
                422,
                "archive_unreadable",
                "\(file) is not a backup that can be read: \(flaw).",
                try: "Name another; nothing was restored."
            )
        case .damaged(let complaints):
            Problem(
                422,
                "backup_damaged",
                "The database in the backup is damaged: \(complaints.prefix(3).joined(separator: "; ")).",
                try: "Nothing was restored; take another backup."
            )
        case .databaseEmpty:
            Problem(
                404,
                "database_empty",
                "The database has never been used by Switchboard.",
                try: "Is the address right?"
            )
        case .databaseOccupied:
            Problem(
                409,
                "database_occupied",
                "The database has tables already.",
                try: "Make an empty one with createdb, and name it with --database."
            )
        case .filesMissing(let place):
            Problem(
                404,
                "files_missing",
                "The files that the database names are not in \(place).",
                try: "Name the server's data folder with --data, or its bucket with --blobs."
            )
        case .folderOccupied(let path):
            Problem(
                409,
                "folder_occupied",
                "\(path) is there already.",
                try: "Name an empty folder with --data, or move the file away."
            )
        case .notWritable(let path):
            Problem(
                500,
                "file_not_writable",
                "\(path) cannot be written.",
                try: "Is there room, and the right to?"
            )
        case .otherEngine(.sqlite):
            Problem(
                422,
                "other_engine",
                "The backup is of an embedded database.",
                try: "Leave --database out."
            )
        case .otherEngine(.postgres):
            Problem(
                422,
                "other_engine",
                "The backup is of a PostgreSQL database.",
                try: "Name an empty one with --database."
            )
        case .tarFailed:
            Problem(
                500,
                "tar_failed",
                "The archive could not be written.",
                try: "tar says why above."
            )
        }
    }
}
