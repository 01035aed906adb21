import Base
import People
import Storage

extension Pictures {
    /// A picture of a folder that is not as it is here.
    private struct Brought: Sendable {
        let name: Slug
        let alts: [String: String]
        /// Nil where only what it shows is said otherwise.
        let stored: Stored?
    }

    /// The pictures that texts name, by name.
    ///
    /// - `texts`: As they were written, and what their snippets say.
    package func shown(in texts: [String]) async throws -> [Picture] {
        try await named(Set(texts.flatMap(PicturePlacement.names))).values
            .sorted { $0.name.rawValue < $1.name.rawValue }
    }

    /// What a picture looks like, as it is given out.
    package func content(of picture: Picture) async throws -> [UInt8] {
        try await content(of: picture.file, isSmall: false)
    }

    /// Takes the pictures of a folder over, all or none; each is written anew as one that an editor brings.
    ///
    /// - Parameter pictures: What the folder says of each, and its file. One that is here under the name takes the place of it,
    ///   and what is said of it in other languages stays.
    /// - Returns: How many are new, or others than before.
    /// - Throws: ``ImportError`` with the file that is refused.
    package func bring(_ pictures: [(entry: PictureFolder.Entry, content: [UInt8])]) async throws -> Int {
        var brought: [Brought] = []
        do {
            for (entry, content) in pictures {
                do {
                    if let other = try await self.brought(entry, content) { brought.append(other) }
                } catch let error as any DomainError {
                    throw ImportError.inFile(entry.file, .refused(error.problem.title))
                }
            }
            try await write(brought)
            return brought.count
        } catch {
            for other in brought {
                if let stored = other.stored { await discard(stored.file) }
            }
            throw error
        }
    }

    /// - Returns: Nil where it is as it is here.
    private func brought(_ entry: PictureFolder.Entry, _ content: [UInt8]) async throws -> Brought? {
        let alts = try Picture.validated(entry.alts)
        let source = try await Self.source(content)
        guard let known = try await named([entry.name])[entry.name] else {
            return Brought(name: entry.name, alts: alts, stored: try await store(content, from: source))
        }
        let merged = known.alts.merging(alts) { $1 }
        let isSame: Bool
        if known.file.source == source {
            isSame = true
        } else {
            // An export has what is given out, which is not the file that came.
            isSame = try await self.content(of: known) == content
        }
        if isSame {
            return merged == known.alts ? nil : Brought(name: entry.name, alts: merged, stored: nil)
        }
        return Brought(name: entry.name, alts: merged, stored: try await store(content, from: source))
    }

    private func write(_ brought: [Brought]) async throws {
        guard !brought.isEmpty else { return }
        let (now, jobs) = (clock.now, jobs)
        let changed = try await database.write { db in
            let sql = PictureSQL(db: db)
            var changed: Set<ID<Article>> = []
            // In one order, as everybody takes them.
            for other in brought.sorted(by: { $0.name.rawValue < $1.name.rawValue }) {
                if try sql.hold(other.name) {
                    try sql.update(other.name, other.alts, by: nil, at: now)
                } else {
                    guard try sql.count() < Picture.most else { throw PictureError.tooMany }
                    try sql.insert(other.name, other.alts, by: nil, at: now)
                }
                if let stored = other.stored { try Self.show(stored, as: other.name, jobs, db) }
                changed.formUnion(try Self.tellReaders(of: other.name, at: now, db))
                let deed = Deed(
                    .pictureChanged,
                    by: .system,
                    on: AuditSubject("picture", other.name.rawValue)
                )
                try AuditTrail.record(deed, at: now, in: db)
            }
            return changed.sorted()
        }
        try await telling.tell(changed)
    }
}
