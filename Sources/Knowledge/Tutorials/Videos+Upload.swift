import Base
package import People
import Safeguard
package import Storage

extension Videos {
    /// The largest poster, in bytes.
    package static let largestPoster = 10 * 1_048_576
    /// Of a piece, in bytes: so much of a film is in memory at a time, for each who brings or watches one.
    static let piece = 2 * 1_048_576

    /// Brings the film of a video, in place of the one that there is: it goes to the store piece by piece as it comes.
    ///
    /// - Parameters:
    ///   - pieces: The file, in pieces of any length.
    ///   - size: What is said to come, in bytes; nil for nothing.
    ///   - name: Of which video.
    ///   - agent: Who brings it.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: The video as it is now.
    /// - Throws: ``VideoError``; what came of it is removed then.
    package func putFilm(
        _ pieces: some AsyncSequence<[UInt8], any Error>,
        size: Int?,
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        guard size ?? 0 <= limitInBytes else { throw VideoError.tooLarge(limitInBytes: limitInBytes) }
        _ = try await detail(name)
        let file = try await begin(.film)
        do {
            var reading = VideoReading()
            var waiting: [UInt8] = []
            var count = 0
            for try await piece in pieces {
                guard count + waiting.count + piece.count <= limitInBytes else {
                    throw VideoError.tooLarge(limitInBytes: limitInBytes)
                }
                do throws(VideoFlaw) {
                    try reading.read(piece)
                } catch {
                    throw VideoError.notAccepted(error)
                }
                waiting += piece
                while waiting.count >= Self.piece {
                    try await store(Array(waiting.prefix(Self.piece)), at: count, of: file)
                    waiting.removeFirst(Self.piece)
                    count += Self.piece
                }
            }
            if !waiting.isEmpty { try await store(waiting, at: count, of: file) }
            count += waiting.count
            guard count > 0 else { throw VideoError.empty }
            let facts: VideoFacts
            do throws(VideoFlaw) {
                facts = try reading.facts()
            } catch {
                throw VideoError.notAccepted(error)
            }
            return try await finish(
                VideoFile(
                    id: file.id,
                    role: .film,
                    locale: nil,
                    mediaType: facts.mediaType,
                    sizeInBytes: count,
                    width: facts.width > 0 ? facts.width : nil,
                    height: facts.height > 0 ? facts.height : nil,
                    milliseconds: facts.milliseconds,
                    content: nil,
                    createdAt: clock.now
                ),
                of: name,
                by: agent,
                as: actor
            )
        } catch {
            await discard(file.id)
            throw error
        }
    }

    /// Brings the picture that is shown before a video plays, in place of the one that there is.
    ///
    /// - Throws: ``VideoError``, and what ``PictureReading`` throws.
    package func putPoster(
        _ content: [UInt8],
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        try await putPicture(content, as: .poster, of: name, by: agent, as: actor)
    }

    /// Brings a picture of a video.
    ///
    /// - `second`: Of which chapter; nil for the poster.
    func putPicture(
        _ content: [UInt8],
        as role: VideoFile.Role,
        at second: Int? = nil,
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        let video = try await detail(name).video
        if let second, !video.moments.contains(where: { $0.second == second }) {
            throw VideoError.chapterNotFound(second)
        }
        guard !content.isEmpty else { throw VideoError.empty }
        let picture = try await still(content)
        // Lists show the picture of a chapter small.
        let small = role == .still ? picture.small : nil
        let bytes = small?.content ?? picture.content
        let file = try await begin(role)
        do {
            var place = 0
            while place < bytes.count {
                let end = min(place + Self.piece, bytes.count)
                try await store(Array(bytes[place..<end]), at: place, of: file)
                place = end
            }
            return try await finish(
                VideoFile(
                    id: file.id,
                    role: role,
                    locale: nil,
                    mediaType: small == nil ? picture.mediaType : "image/webp",
                    sizeInBytes: bytes.count,
                    width: small?.width ?? picture.width,
                    height: small.map { max(1, picture.height * $0.width / max(1, picture.width)) }
                        ?? picture.height,
                    milliseconds: nil,
                    content: nil,
                    createdAt: clock.now,
                    second: second
                ),
                of: name,
                by: agent,
                as: actor
            )
        } catch {
            await discard(file.id)
            throw error
        }
    }

    /// A picture that does not move, written anew.
    private func still(_ content: [UInt8]) async throws -> ReadPicture {
        let picture: ReadPicture
        do {
            picture = try await posters.read(content)
        } catch PictureError.notAccepted {
            throw VideoError.posterNotAccepted
        }
        // Before a video nothing moves.
        guard !picture.moves else { throw VideoError.posterNotAccepted }
        return picture
    }

    /// A file that comes, and what its pieces are sealed with.
    private struct Coming: Sendable {
        let id: ID<VideoFile>
        let key: DataKey
    }

    private func begin(_ role: VideoFile.Role) async throws -> Coming {
        let (now, jobs) = (clock.now, jobs)
        let file = VideoFile(
            id: ID(at: now),
            role: role,
            locale: nil,
            mediaType: "",
            sizeInBytes: 0,
            width: nil,
            height: nil,
            milliseconds: nil,
            content: nil,
            createdAt: now
        )
        let coming = Coming(id: file.id, key: DataKey())
        try await database.write { db in
            try VideoSQL(db: db).insert(file, of: nil)
            try db.insertDataKey(coming.key, of: KeyOwner(file.id))
            // Whatever becomes of this process: what never came whole is removed.
            try RemoveVideoFileJob.enqueue(file.id, jobs, after: RemoveVideoFileJob.longestUpload, in: db)
        }
        return coming
    }

    private func store(_ piece: [UInt8], at place: Int, of file: Coming) async throws {
        let sealed = try await BlockingWork.run { try file.key.seal(piece, as: .videoPart(place)) }
        let digest = try await blobs.store(sealed)
        let part = VideoSQL.Part(startsAt: place, size: piece.count, digest: digest)
        try await database.write { db in try VideoSQL(db: db).insert(part, of: file.id) }
    }

    private func finish(
        _ file: VideoFile,
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        let (now, jobs) = (clock.now, jobs)
        return try await changing(name, as: actor) { db in
            try replace(name, file.role, nil, at: file.second, by: agent, on: now, db)
            if let second = file.second {
                // The chapters may be others by now.
                let moments = try VideoSQL(db: db).video(name)?.moments ?? []
                guard moments.contains(where: { $0.second == second }) else {
                    throw VideoError.chapterNotFound(second)
                }
            }
            try VideoSQL(db: db).name(file, of: name)
            try RemoveVideoFileJob.cancel(file.id, jobs, in: db)
        }
    }

    /// Removes what came of a file that is not kept; where that fails, its job does it.
    private func discard(_ id: ID<VideoFile>) async {
        // The reason why it is not kept is what is told.
        try? await removeUnnamed(id)
    }

    /// Removes a file that no video names.
    func removeUnnamed(_ id: ID<VideoFile>) async throws {
        let parts = try await database.read { db in try VideoSQL(db: db).partsOfUnnamed(id) }
        guard let parts else { return }
        // Sealed under a key of its own: nobody else can be about to store the same.
        for part in parts {
            try await blobs.remove(part.digest, unlessStoredSince: Instant(milliseconds: .max / 2))
        }
        try await database.write { db in
            let sql = VideoSQL(db: db)
            guard try sql.partsOfUnnamed(id) != nil else { return }
            try sql.removeFile(id)
        }
    }

    /// A file that a video has, and which one; a film too that it had, until it is removed.
    ///
    /// - Throws: ``VideoError/fileNotFound``.
    func file(_ id: ID<VideoFile>) async throws -> (file: VideoFile, video: Slug) {
        let found = try await database.read { db in try VideoSQL(db: db).file(id) }
        guard let found else { throw VideoError.fileNotFound }
        let former = found.file.role == .film ? found.former : nil
        guard let video = found.video ?? former else { throw VideoError.fileNotFound }
        return (found.file, video)
    }

    /// What a file has from a byte on, to the end of a piece.
    ///
    /// - Throws: ``VideoError/fileNotFound`` for one that is removed by now; ``BlobError``.
    func content(of file: VideoFile, from byte: Int) async throws -> [UInt8] {
        if let content = file.content { return Array(content.utf8.dropFirst(byte)) }
        let found = try await database.read { db in
            (try VideoSQL(db: db).part(of: file.id, at: byte), try db.existingDataKey(of: KeyOwner(file.id)))
        }
        guard let part = found.0, let key = found.1 else { throw VideoError.fileNotFound }
        let piece = try await blobs.content(of: part.digest, under: key, as: .videoPart(part.startsAt))
        return Array(piece.dropFirst(byte - part.startsAt))
    }
}

extension FieldName {
    /// A piece of a video by its place: none opens in the place of another.
    fileprivate static func videoPart(_ place: Int) -> FieldName { FieldName("video_part", row: place) }
}
