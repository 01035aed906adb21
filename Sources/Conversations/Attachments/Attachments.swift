package import Base
import Foundation
import People
package import Safeguard
package import Storage

/// What can go wrong about files.
package enum AttachmentError: DomainError, Hashable {
    case notFound
    case empty
    case tooLarge(limitInBytes: Int)
    case typeNotAccepted(String)
    /// Too much of what was uploaded waits to be sent.
    case tooManyUnsent(limit: Int, limitInBytes: Int)

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(404, "attachment_not_found", "There is no such file.", try: "Ask for it again.")
        case .empty: Problem(422, "attachment_empty", "The file is empty.")
        case .tooLarge(let limit):
            Problem(
                413,
                "attachment_too_large",
                "The file is larger than \(limit / 1_048_576) MB.",
                try: "Send less."
            )
        case .typeNotAccepted(let type):
            Problem(
                415,
                "attachment_type_not_accepted",
                "The file's content is \(type), which is not accepted.",
                try: "Send a picture (PNG, JPEG, GIF, WebP), a PDF or a plain text."
            )
        case .tooManyUnsent(let limit, let bytes):
            Problem(
                409,
                "too_many_unsent_files",
                "\(limit) files or \(bytes / 1_048_576) MB that were uploaded wait to be sent.",
                try: "Send them or delete some; what is not sent is deleted after a day."
            )
        }
    }
}

/// The door to files that people send.
package struct Attachments: Sendable {
    /// The largest file, in bytes.
    package static let largest = 20 * 1024 * 1024
    /// How many files of one person may wait to be sent: three messages full of them.
    package static let mostUnsent = 30
    /// How much they may be together, in bytes.
    package static let mostUnsentBytes = 200 * 1024 * 1024

    private let database: any Database
    private let blobs: any Blobs
    private let gate: SecretsGate
    private let jobs: Jobs
    private let clock: any WallClock

    package init(
        _ database: any Database,
        blobs: any Blobs,
        gate: SecretsGate,
        jobs: Jobs,
        clock: any WallClock
    ) {
        self.database = database
        self.blobs = blobs
        self.gate = gate
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
        var kept = content
        let mediaType = try await BlockingWork.run { MediaType.sniff(content) }
        guard MediaType.accepted.contains(mediaType) else { throw AttachmentError.typeNotAccepted(mediaType) }
        if mediaType == "text/plain" {
            // A text file is a message by another way: what is hidden there is hidden here.
            kept = try await BlockingWork.run(.long) {
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw AttachmentError.typeNotAccepted("text in an unknown encoding")
                }
                return Array(gate.mask(text).text.utf8)
            }
        }
        let attachment = Attachment(
            id: ID(at: clock.now),
            uploader: uploader,
            digest: try await blobs.store(kept),
            name: Self.cleaned(gate.mask(name).text, mediaType),
            size: kept.count,
            mediaType: mediaType,
            createdAt: clock.now
        )
        let (stored, others) = try await database.write { db in
            // A guest may have become verified while the file came.
            var attachment = attachment
            if let guest = ID<Customer>(uploader), let known = try Customers.customer(guest, in: db) {
                attachment.uploader = try Customers.current(known, in: db).id.description
            }
            let sql = AttachmentSQL(db: db)
            let others = try sql.unsent(by: attachment.uploader)
            if Self.hasRoom(others) { try sql.insert(attachment) }
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
        let digest = try await database.write { db in
            try AttachmentSQL(db: db).deleteUnsent(id, of: uploader)
        }
        guard let digest else { throw AttachmentError.notFound }
        try await removeContent(digest)
    }

    /// Deletes a file that was not sent; one that was is left alone.
    func deleteUnsent(_ id: ID<Attachment>, _ digest: BlobDigest) async throws {
        _ = try await database.write { db in try AttachmentSQL(db: db).deleteUnsent(id, of: nil) }
        try await removeContent(digest)
    }

    /// How long an upload takes at most from storing the content to naming it.
    private static let naming = Duration.seconds(3600)

    private func removeContent(_ digest: BlobDigest) async throws {
        let isNamed = try await database.read { db in try AttachmentSQL(db: db).isNamed(digest) }
        if !isNamed { try await blobs.remove(digest, unlessStoredSince: clock.now - Self.naming) }
    }

    /// What the files of an installation have as their content, in no order: what must be stored for it to be whole.
    package static func digests(in database: any Database) async throws -> [BlobDigest] {
        try await database.read { db in try AttachmentSQL(db: db).digests() }
    }

    /// A file and its content, for somebody who may read the conversation it was sent in, or uploaded it.
    ///
    /// - `mayRead`: Whether the reader may see a conversation.
    package func content(
        of id: ID<Attachment>,
        for reader: String,
        mayRead: @Sendable (ID<Conversation>) async throws -> Bool
    ) async throws -> (Attachment, [UInt8]) {
        guard let attachment = try await database.read({ db in try AttachmentSQL(db: db).attachment(id) })
        else {
            throw AttachmentError.notFound
        }
        var isAllowed = attachment.uploader == reader
        if !isAllowed, let conversation = attachment.conversation {
            isAllowed = try await mayRead(conversation)
        }
        guard isAllowed else { throw AttachmentError.notFound }
        return (attachment, try await blobs.content(of: attachment.digest))
    }

    /// A file name that is safe to show and to save under.
    static func cleaned(_ name: String, _ mediaType: String) -> String {
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
