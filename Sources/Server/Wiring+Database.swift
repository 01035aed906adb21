import Assistant
import Conversations
import Foundation
import Knowledge
import Mail
import People
import Realtime
import Storage
import Trust
import Web

extension Wiring {
    /// Every target's embedded files.
    static let assets: [String: [String: String]] = [
        "Storage": StorageAssets.files, "Realtime": RealtimeAssets.files, "Web": WebAssets.files,
        "Mail": MailAssets.files, "People": PeopleAssets.files, "Trust": TrustAssets.files,
        "Knowledge": KnowledgeAssets.files, "Conversations": ConversationsAssets.files,
        "Assistant": AssistantAssets.files, "Server": EmbeddedAssets.files,
    ]

    /// Every step of the schema.
    static func migrations() throws -> [Migration] {
        try Migration.all(in: Array(assets.values))
    }

    /// Opens the database that the settings name.
    ///
    /// - `mustExist`: Whether an embedded one that is not there is an error and not made.
    static func openDatabase(
        _ configuration: ServerConfiguration,
        mustExist: Bool = false
    ) throws -> any Database {
        let encryption = configuration.encryption
        let keys = DataKeys { try encryption.read() }
        switch configuration.database {
        case .sqlite(let folder):
            let file = folder.appending(path: "switchboard.sqlite")
            guard !mustExist || FileManager.default.fileExists(atPath: file.path) else {
                throw DatabaseError(
                    .unavailable,
                    "there is none in \(folder.path); name its folder with --data"
                )
            }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try SQLiteDatabase(path: file.path, keys: keys)
        case .postgres(let url):
            return PostgresDatabase(.init(url: url), keys: keys)
        }
    }

    /// Opens the files that people sent.
    ///
    /// - `makesFolder`: Whether their folder is made where it is missing.
    static func openBlobs(_ configuration: ServerConfiguration, makesFolder: Bool = false) throws -> any Blobs
    {
        switch configuration.blobs {
        case .folder:
            let folder = configuration.dataFolder.appending(path: "blobs")
            return makesFolder ? try FolderBlobs(folder: folder) : FolderBlobs(existing: folder)
        case .bucket(let location, let keys): return S3Blobs(location, keys: keys)
        }
    }
}
