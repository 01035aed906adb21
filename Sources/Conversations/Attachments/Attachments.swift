package import Base
import Foundation
import People
package import Storage

/// The door to files that people send.
package struct Attachments: Sendable {
    /// The largest file, in bytes.
    package static let largest = 20 * 1024 * 1024
    /// How many files of one person may wait to be sent: three messages full of them.
    package static let mostUnsent = 30
    /// How much they may be together, in bytes.
    package static let mostUnsentBytes = 200 * 1024 * 1024

    let database: any Database
    let blobs: any Blobs
    private let inspection: FileInspection
    private let jobs: Jobs
    private let clock: any WallClock

    package init(
        _ database: any Database,
        blobs: any Blobs,
        inspection: FileInspection,
        jobs: Jobs,
        clock: any WallClock
    ) {
        self.database = database
        self.blobs = blobs
        self.inspection = inspection
        self.jobs = jobs
        self.clock = clock
    }

    /// Keeps a file until it is sent; one that is not sent within ``DeleteUnsentFileJob/delay`` is deleted.
    ///
    /// - `name`: As the person named it; paths and control characters are cut off.
    /// - `uploader`: As authors are named.
    ///
    /// Throws: ``AttachmentError``.
    package func store(_ content: [UInt8], name: String, uploader: String) async throws -> Attachment {
        guard !content.isEmpty else { throw AttachmentError.empty }
        guard content.count <= Self.largest else {
            throw AttachmentError.tooLarge(limitInBytes: Self.largest)
        }
        // Before the disk is written to; what comes at the same moment is found below.
        try Self.check(try await database.read { db in try AttachmentSQL(db: db).unsent(by: uploader) })
        let passed = try await inspection.pass(content)
        let thumbnail = passed.picture?.thumbnail
        let file = try await SealedFile.store(passed.content, thumbnail: thumbnail, in: blobs)
        let attachment = Attachment(
            id: ID(at: clock.now),
            uploader: uploader,
            digest: file.digest,
            name: Self.cleaned(inspection.masked(name)),
            size: passed.content.count,
            mediaType: passed.mediaType,
            picture: passed.picture.map {
                .init(width: $0.width, height: $0.height, thumbnail: file.thumbnail)
            },
            createdAt: clock.now
        )
        let (stored, others) = try await database.write { db in
            // A guest may have become verified while the file came.
            var attachment = attachment
            if let guest = ID<Customer>(uploader), let known = try Customers.customer(guest, in: db) {
                attachment.uploader = try Customers.current(known, in: db).id.description
            }
            let sql = AttachmentSQL(db: db)
            try sql.holdUploads(of: attachment.uploader)
            let others = try sql.unsent(by: attachment.uploader)
            if Self.hasRoom(others) { try sql.insert(attachment, under: file.key) }
            // The content is there in either case.
            try jobs.enqueue(
                DeleteUnsentFileJob(attachment),
                key: attachment.id.description,
                after: DeleteUnsentFileJob.delay,
                in: db
            )
            return (attachment, others)
        }
        try Self.check(others)
        return stored
    }

    private static func hasRoom(_ unsent: (count: Int, bytes: Int)) -> Bool {
        unsent.count < mostUnsent && unsent.bytes < mostUnsentBytes
    }

    private static func check(_ unsent: (count: Int, bytes: Int)) throws(AttachmentError) {
        guard hasRoom(unsent) else {
            throw .tooManyUnsent(limit: mostUnsent, limitInBytes: mostUnsentBytes)
        }
    }

    /// Deletes a file that its uploader does not want to send after all.
    ///
    /// - Throws: ``AttachmentError/notFound`` when it is somebody else's or was sent.
    package func delete(_ id: ID<Attachment>, by uploader: String) async throws {
        let deleted = try await database.write { db in
            try AttachmentSQL(db: db).deleteUnsent(id, of: uploader)
        }
        guard let deleted else { throw AttachmentError.notFound }
        for digest in deleted.digests { try await removeContent(digest, ofSealed: deleted.isSealed) }
    }

    /// Deletes a file that was not sent; one that was is left alone.
    ///
    /// - `digests`: Where its content is, for the case that its row is gone already.
    func deleteUnsent(_ id: ID<Attachment>, _ digests: [BlobDigest]) async throws {
        let found = try await database.write { db in try AttachmentSQL(db: db).deleteUnsent(id, of: nil) }
        // Since the job was written the file may have been sealed, under other digests.
        for digest in Set(digests + (found?.digests ?? [])) { try await removeContent(digest) }
    }

    /// How long an upload takes at most from storing the content to naming it.
    private static let naming = Duration.seconds(3600)

    /// Removes content that no file names.
    ///
    /// - `isSealed`: Of a file that was sealed: then nobody can be about to name the same.
    func removeContent(_ digest: BlobDigest, ofSealed isSealed: Bool = false) async throws {
        let isNamed = try await database.read { db in try AttachmentSQL(db: db).isNamed(digest) }
        guard !isNamed else { return }
        let latest = isSealed ? Instant(milliseconds: .max / 2) : clock.now - Self.naming
        try await blobs.remove(digest, unlessStoredSince: latest)
    }

    /// What the files of an installation have as their content, in no order: what must be stored for it to be whole.
    package static func digests(in database: any Database) async throws -> [BlobDigest] {
        try await database.read { db in try AttachmentSQL(db: db).digests() }
    }

    /// What a file is found by for some minutes, without a session.
    func address(of id: ID<Attachment>, isThumbnail: Bool) async throws -> String {
        let address = FileAddress(id, isThumbnail: isThumbnail, endsAt: clock.now + FileAddress.lifetime)
        let known = try await database.read { db in try db.existingDataKey(of: .installation) }
        let key =
            if let known { known } else {
                try await database.write { db in try db.dataKey(of: .installation) }
            }
        return try address.sealed(under: key)
    }

    /// The file that such an address leads to.
    ///
    /// Throws: ``AttachmentError/notFound`` as well when its time is over.
    func content(at address: String) async throws -> (Attachment, [UInt8]) {
        let key = try await database.read { db in try db.existingDataKey(of: .installation) }
        guard let key, let address = FileAddress(sealed: address, under: key, at: clock.now) else {
            throw AttachmentError.notFound
        }
        return try await content(address.attachment, isThumbnail: address.isThumbnail) { _ in true }
    }

    /// A file and its content, for somebody who may read the conversation it was sent in, or uploaded it.
    ///
    /// - `isThumbnail`: A picture small; where there is none, as it is.
    /// - `mayRead`: Whether the reader may see a conversation.
    package func content(
        of id: ID<Attachment>,
        isThumbnail: Bool = false,
        for reader: String,
        mayRead: @Sendable (ID<Conversation>) async throws -> Bool
    ) async throws -> (Attachment, [UInt8]) {
        try await content(id, isThumbnail: isThumbnail) { attachment in
            try await isReadable(attachment, by: reader, mayRead: mayRead)
        }
    }

    /// Looks whether somebody may read a file.
    ///
    /// Throws: ``AttachmentError/notFound`` otherwise.
    func demand(
        _ id: ID<Attachment>,
        for reader: String,
        mayRead: @Sendable (ID<Conversation>) async throws -> Bool
    ) async throws {
        let found = try await database.read { db in try AttachmentSQL(db: db).attachment(id) }
        guard let found, try await isReadable(found, by: reader, mayRead: mayRead) else {
            throw AttachmentError.notFound
        }
    }

    private func isReadable(
        _ attachment: Attachment,
        by reader: String,
        mayRead: @Sendable (ID<Conversation>) async throws -> Bool
    ) async throws -> Bool {
        if attachment.uploader == reader { return true }
        guard let conversation = attachment.conversation else { return false }
        return try await mayRead(conversation)
    }

    /// The one place where content is read to be given out.
    private func content(
        _ id: ID<Attachment>,
        isThumbnail: Bool,
        isAllowed: (Attachment) async throws -> Bool
    ) async throws -> (Attachment, [UInt8]) {
        let found = try await database.read { db in
            (try AttachmentSQL(db: db).attachment(id), try db.existingDataKey(of: KeyOwner(id)))
        }
        guard let attachment = found.0 else { throw AttachmentError.notFound }
        let key = attachment.isSealed ? found.1 : nil
        guard key != nil || !attachment.isSealed, try await isAllowed(attachment) else {
            throw AttachmentError.notFound
        }
        if isThumbnail, let thumbnail = attachment.picture?.thumbnail {
            let content = try await blobs.content(of: thumbnail, under: key, as: .fileThumbnail)
            return (attachment.asThumbnail, content)
        }
        return (attachment, try await blobs.content(of: attachment.digest, under: key, as: .fileContent))
    }

    /// A file name that is safe to show and to save under.
    static func cleaned(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let visible = last.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            // Bidirectional controls make `gpj.exe` look like `exe.jpg`.
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                false
            default: true
            }
        }
        let cleaned = String(String.UnicodeScalarView(visible)).trimmingCharacters(in: .whitespaces)
        return cleaned.isEmpty ? "file" : String(cleaned.suffix(120))
    }
}
