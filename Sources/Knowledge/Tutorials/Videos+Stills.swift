import Base
package import People
package import Storage

extension Video {
    /// A moment at which a chapter begins, in whichever languages there are chapters.
    package struct Moment: Sendable, Hashable {
        /// Whole seconds from the beginning.
        package let second: Int
        /// What the chapter is called, by language tag.
        package let titles: [String: String]
        /// What is seen there; nil where nobody made a picture.
        package let still: VideoFile?
    }

    /// The picture of the chapter that begins at a second.
    func still(at second: Int) -> VideoFile? {
        files.first { $0.role == .still && $0.second == second }
    }

    /// In their order; empty where its texts are left out.
    package var moments: [Moment] {
        var titles: [Int: [String: String]] = [:]
        for locale in texts(.chapters).compactMap(\.locale) {
            for chapter in transcript(in: locale).chapters {
                titles[chapter.second, default: [:]][locale.rawValue] = chapter.title
            }
        }
        return titles.keys.sorted().map { second in
            Moment(second: second, titles: titles[second] ?? [:], still: still(at: second))
        }
    }
}

extension Videos {
    /// Brings the picture of a chapter, in place of the one that there is.
    ///
    /// - Parameters:
    ///   - content: A JPEG, PNG or WebP.
    ///   - second: At which the chapter begins.
    ///   - name: Of which video.
    ///   - agent: Who brings it.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: The video as it is now.
    /// - Throws: ``VideoError``, and what ``PictureReading`` throws.
    package func putStill(
        _ content: [UInt8],
        at second: Int,
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        try await putPicture(content, as: .still, at: second, of: name, by: agent, as: actor)
    }

    /// Takes the picture of a chapter away.
    ///
    /// - Throws: ``VideoError``.
    package func removeStill(
        at second: Int,
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        let now = clock.now
        return try await changing(name, as: actor) { db in
            let count = try replace(name, .still, nil, at: second, by: agent, on: now, db)
            guard count > 0 else { throw VideoError.fileNotFound }
        }
    }

    /// Takes the pictures away of chapters that there are no more.
    func removeStaleStills(of name: Slug, by agent: Agent, on now: Instant, _ db: Connection) throws {
        guard let video = try VideoSQL(db: db).video(name) else { return }
        let seconds = Set(video.moments.map(\.second))
        for still in video.files where still.role == .still {
            guard let second = still.second, !seconds.contains(second) else { continue }
            try replace(name, .still, nil, at: second, by: agent, on: now, db)
        }
    }
}
