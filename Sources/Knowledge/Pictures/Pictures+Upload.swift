package import Base
package import People
import Safeguard
package import Storage

extension Pictures {
    /// A picture that is kept, before anything names it.
    struct Stored: Sendable {
        let file: PictureFile
        /// What its content is sealed with.
        let key: DataKey
    }

    /// Brings a picture.
    ///
    /// The same file is not kept twice: then it is the picture that there is.
    ///
    /// - Parameters:
    ///   - content: A JPEG, PNG, GIF or WebP.
    ///   - fileName: What it is called where it comes from; its name is made of that.
    ///   - alt: What it shows, in words.
    ///   - locale: The language of the words.
    ///   - agent: Who brings it.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: It, and whether it was not there.
    /// - Throws: ``PictureError``, and what ``PictureReading`` throws.
    package func add(
        _ content: [UInt8],
        called fileName: String,
        showing alt: String,
        in locale: LocaleCode,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> (picture: Picture, isNew: Bool) {
        let alts = try Picture.validated([locale.rawValue: alt])
        try Self.check(content)
        let source = try await Self.source(content)
        if let known = try await database.read({ db in try PictureSQL(db: db).picture(from: source) }) {
            return (known, false)
        }
        let stored = try await store(content, from: source)
        let jobs = jobs
        do {
            let picture = try await first { db in
                let sql = PictureSQL(db: db)
                guard try sql.count() < Picture.most else { throw PictureError.tooMany }
                let name = try Self.free(Picture.stem(of: fileName), sql)
                try sql.insert(name, alts, by: agent.id, at: stored.file.createdAt)
                try Self.show(stored, as: name, jobs, db)
                let deed = Deed(.pictureChanged, by: actor, on: AuditSubject("picture", name.rawValue))
                try AuditTrail.record(deed, at: stored.file.createdAt, in: db)
                guard let picture = try sql.picture(name) else { throw PictureError.notFound(name.rawValue) }
                return picture
            }
            return (picture, true)
        } catch {
            await discard(stored.file)
            throw error
        }
    }

    /// Of two who take a name at once, the second takes the next one.
    private func first<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        for _ in 0..<5 {
            do {
                return try await database.write(body)
            } catch let error as DatabaseError where error.isUniqueViolation {
                continue
            }
        }
        return try await database.write(body)
    }

    /// A name that no picture has: the one that is wanted, or with the smallest number behind it.
    private static func free(_ wanted: Slug?, _ sql: PictureSQL) throws -> Slug {
        let stem = wanted?.rawValue ?? "picture"
        for number in 1...Picture.most + 1 {
            let name = Slug(rawValue: number == 1 ? stem : "\(stem)-\(number)")
            if let name, try sql.picture(name) == nil { return name }
        }
        throw PictureError.tooMany
    }

    private static func check(_ content: [UInt8]) throws(PictureError) {
        guard !content.isEmpty else { throw .empty }
        guard content.count <= Picture.largest else { throw .tooLarge }
    }

    static func source(_ content: [UInt8]) async throws -> BlobDigest {
        try await BlockingWork.run { BlobDigest(of: content) }
    }

    /// Writes a picture anew and stores it, so that nobody sees it without its key.
    func store(_ content: [UInt8], from source: BlobDigest) async throws -> Stored {
        try Self.check(content)
        let picture = try await reading.read(content)
        let key = DataKey()
        let digest = try await keep(picture.content, under: key, as: .pictureContent)
        var small: PictureFile.Small?
        if let copy = picture.small {
            small = PictureFile.Small(
                digest: try await keep(copy.content, under: key, as: .pictureSmall),
                sizeInBytes: copy.content.count,
                width: copy.width
            )
        }
        let now = clock.now
        let file = PictureFile(
            id: ID(at: now),
            mediaType: picture.mediaType,
            sizeInBytes: picture.content.count,
            width: picture.width,
            height: picture.height,
            moves: picture.moves,
            digest: digest,
            small: small,
            source: source,
            createdAt: now
        )
        return Stored(file: file, key: key)
    }

    private func keep(
        _ content: [UInt8],
        under key: DataKey,
        as field: FieldName
    ) async throws -> BlobDigest {
        let sealed = try await BlockingWork.run { try key.seal(content, as: field) }
        return try await blobs.store(sealed)
    }

    /// Removes what was stored of a picture that is not kept.
    func discard(_ file: PictureFile) async {
        for digest in file.digests {
            // The reason why it is not kept is what is told; what stays is sealed under a key that nobody has.
            try? await blobs.remove(digest, unlessStoredSince: Instant(milliseconds: .max / 2))
        }
    }

    /// A file, and whose it is, or was until a while ago.
    ///
    /// - Throws: ``PictureError/fileNotFound``.
    func file(_ id: ID<PictureFile>) async throws -> (file: PictureFile, picture: Slug) {
        guard let found = try await database.read({ db in try PictureSQL(db: db).file(id) }) else {
            throw PictureError.fileNotFound
        }
        return found
    }

    /// What a picture looks like, as it is or small.
    ///
    /// - Throws: ``PictureError/fileNotFound`` for one that is removed by now; ``BlobError``.
    func content(of file: PictureFile, isSmall: Bool) async throws -> [UInt8] {
        let key = try await database.read { db in try db.existingDataKey(of: KeyOwner(file.id)) }
        guard let key else { throw PictureError.fileNotFound }
        if isSmall, let small = file.small {
            return try await blobs.content(of: small.digest, under: key, as: .pictureSmall)
        }
        return try await blobs.content(of: file.digest, under: key, as: .pictureContent)
    }
}

extension FieldName {
    fileprivate static let pictureContent = FieldName("picture_file.content")
    fileprivate static let pictureSmall = FieldName("picture_file.small")
}
