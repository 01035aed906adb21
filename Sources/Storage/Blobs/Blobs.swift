package import Base

/// Keeps files by the hash of their content.
package protocol Blobs: Sendable {
    /// Stores content; storing it again changes nothing.
    func store(_ content: [UInt8]) async throws -> BlobDigest

    /// The content of a hash.
    ///
    /// - Throws: ``BlobError``.
    func content(of digest: BlobDigest) async throws -> [UInt8]

    /// Removes content that nothing names any more; what is not there is removed already.
    ///
    /// - `moment`: Content that was stored, or stored again, since then stays: somebody is about to name it.
    func remove(_ digest: BlobDigest, unlessStoredSince moment: Instant) async throws

    /// Which of some hashes have no content here, in their order; nobody looks at the content itself.
    func missing(_ digests: [BlobDigest]) async throws -> [BlobDigest]
}

extension Blobs {
    /// Finds out whether content can be stored, read and removed, by doing all three with 32 random bytes.
    ///
    /// - Throws: What the step that failed throws; ``BlobError/notRemoved`` when the bytes stay.
    package func check() async throws {
        let digest = try await store((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        _ = try await content(of: digest)
        try await remove(digest, unlessStoredSince: Instant(milliseconds: .max / 2))
        guard try await missing([digest]) == [digest] else { throw BlobError.notRemoved }
    }
}

/// What can go wrong with stored files.
package enum BlobError: DomainError, Hashable {
    case missing(String)
    /// The stored bytes are not those that were stored.
    case damaged(String)
    case notWritable
    /// What was removed is there still.
    case notRemoved
    /// The object store cannot be used; the cause is the operator's business and not the customer's.
    case unavailable(ObjectStoreError)

    package var problem: Problem {
        switch self {
        case .missing, .damaged:
            Problem(410, "file_gone", "The file is not there any more.", try: "Ask for it to be sent again.")
        case .notWritable:
            Problem(
                507,
                "disk_full",
                "The file could not be stored.",
                try: "Try again later.",
                retryAfter: .seconds(30)
            )
        case .notRemoved, .unavailable:
            Problem(
                503,
                "files_unavailable",
                "Files can be neither taken nor given out at the moment.",
                try: "Try again later.",
                retryAfter: .seconds(30)
            )
        }
    }
}

extension BlobError {
    /// What an operator reads about an error of ``Blobs``: the cause, which customers are not told.
    package static func operatorProblem(of error: any Error) -> Problem {
        switch error {
        case BlobError.unavailable(let cause): cause.problem
        case BlobError.notRemoved:
            Problem(
                503,
                "object_store_keeps_objects",
                "The object store keeps objects that were removed.",
                try: "Does it list what was written or removed before, at once? It has to."
            )
        case BlobError.notWritable:
            Problem(
                507,
                "object_store_full",
                "There is no room for files.",
                try: "Make room, or raise the quota."
            )
        case let error as any DomainError: error.problem
        default: Problem(500, "internal_error", "\(error)")
        }
    }
}
