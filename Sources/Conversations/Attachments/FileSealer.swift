package import Logging
import ServiceLifecycle
import Storage

/// Seals files that were stored before files were sealed, one by one while the server serves; any number of nodes may.
package struct FileSealer: Service {
    private let attachments: Attachments
    private let logger: Logger

    package init(_ attachments: Attachments, logger: Logger) {
        self.attachments = attachments
        self.logger = logger
    }

    package func run() async throws {
        // A node of an older version may still store while others are newer: it is looked again.
        await RepeatedWork.run(every: .seconds(60), "older files could not be sealed", logger, from: ()) {
            let sealed = try await attachments.sealOlder()
            if sealed > 0 { logger.info("older files were sealed", metadata: ["count": "\(sealed)"]) }
        }
    }
}

extension Attachments {
    /// Seals the files that are not; one whose content is missing is left as it is.
    ///
    /// - Returns: How many it sealed.
    func sealOlder() async throws -> Int {
        var sealed = 0
        var last: Attachment?
        while !Task.isCancelled {
            let after = last?.id
            guard
                let next = try await database.read({ db in try AttachmentSQL(db: db).unsealed(after: after) })
            else { break }
            last = next
            do {
                if try await seal(next) { sealed += 1 }
            } catch BlobError.missing, BlobError.damaged {
                continue
            }
        }
        return sealed
    }

    /// - Returns: Whether it was sealed now: another node may have, or it was deleted.
    private func seal(_ file: Attachment) async throws -> Bool {
        let content = try await blobs.content(of: file.digest)
        var thumbnail: [UInt8]?
        if let digest = file.picture?.thumbnail { thumbnail = try await blobs.content(of: digest) }
        let stored = try await SealedFile.store(content, thumbnail: thumbnail, in: blobs)
        let isSealed = try await database.write { db in try AttachmentSQL(db: db).replace(file, by: stored) }
        for digest in isSealed ? file.digests : stored.digests { try await removeContent(digest) }
        return isSealed
    }
}
