package import Base
import Foundation

/// Blobs in a bucket of an S3-compatible object store.
///
/// Each storing writes an object of its own, `ab/cdef….<random>`, and then removes the older copies of the same content;
/// a reader takes the newest. Nobody overwrites an object, and nobody removes one that they have not seen to be old:
/// S3 cannot remove an object "unless it was written again", so with one object for each content, a removal that was
/// decided on just before somebody stored the same content again would take that content away. Written this way there
/// is no such moment, with any number of nodes, however late a request arrives. It costs a listing for each reading.
///
/// The store must list what was written before, at once: Amazon's does since December 2020, and so do MinIO, Ceph,
/// Garage and Cloudflare R2. An object `ab/cdef…` without a suffix counts as a copy too, so a folder of
/// ``FolderBlobs`` that was copied into the bucket is found.
package struct S3Blobs: Blobs {
    /// The largest content that is read, in bytes; what people send is smaller.
    private static let largest = 64 * 1024 * 1024
    /// The longest listing, in bytes: 1,000 objects with keys of 1,024 bytes, and as much again around them.
    private static let largestListing = 4 * 1024 * 1024
    /// How often a reader looks again when every copy that it saw was replaced meanwhile.
    private static let rounds = 3

    private let connection: S3Connection

    /// - `clock`: What requests are signed with; it must be that of the world.
    /// - `names`: Addresses of host names that no resolver knows.
    package init(
        _ location: S3Location,
        keys: ObjectStoreKeys,
        patience: ObjectStorePatience = ObjectStorePatience(),
        clock: any WallClock = SystemClock(),
        names: [String: String] = [:]
    ) {
        connection = S3Connection(location, keys: keys, patience: patience, clock: clock, names: names)
    }

    package func store(_ content: [UInt8]) async throws -> BlobDigest {
        let digest = try await BlockingWork.run { BlobDigest(of: content) }
        let key = "\(connection.location.prefix)\(digest.place).\(UUID().uuidString.lowercased())"
        let answer = try await connection.send("PUT", key, body: content, digest: digest, limit: 64 * 1024)
        guard answer.status == 200 else {
            if answer.isFull { throw BlobError.notWritable }
            throw refusal(answer, "store objects")
        }
        // The content is stored; a copy that stays behind costs room and nothing else.
        try? await removeOlder(digest)
        return digest
    }

    package func content(of digest: BlobDigest) async throws -> [UInt8] {
        for _ in 1...Self.rounds {
            let copies = try await copies(of: digest)
            guard !copies.isEmpty else { throw BlobError.missing(digest.hex) }
            var isDamaged = false
            for copy in copies.reversed() {
                let answer = try await connection.send("GET", copy.key, limit: Self.largest)
                // Somebody stored it again since the listing.
                if answer.status == 404, answer.code != "NoSuchBucket" { continue }
                guard answer.status == 200 else { throw refusal(answer, "read objects") }
                let isWhole = try await BlockingWork.run { BlobDigest(of: answer.body) == digest }
                if isWhole { return answer.body }
                isDamaged = true
            }
            if isDamaged { throw BlobError.damaged(digest.hex) }
        }
        throw BlobError.missing(digest.hex)
    }

    /// Removes the copies that are older; `moment` is compared with the store's clock, so a caller allows for the
    /// 15 minutes that it may be off before requests are refused.
    package func remove(_ digest: BlobDigest, unlessStoredSince moment: Instant) async throws {
        for copy in try await copies(of: digest) where copy.storedAt + .milliseconds(999) < moment {
            try await remove(copy)
        }
    }

    package func missing(_ digests: [BlobDigest]) async throws -> [BlobDigest] {
        if digests.count <= 10 {
            var missing: [BlobDigest] = []
            for digest in digests where try await copies(of: digest).isEmpty { missing.append(digest) }
            return missing
        }
        var found: Set<String> = []
        try await list(under: "") { copy in found.insert(copy.place) }
        return digests.filter { !found.contains($0.place) }
    }

    /// One object that holds some content.
    private struct Copy {
        let key: String
        let place: String
        let storedAt: Instant
    }

    /// The copies of some content, the newest last; the same order for everybody.
    private func copies(of digest: BlobDigest) async throws -> [Copy] {
        var copies: [Copy] = []
        try await list(under: digest.place) { copies.append($0) }
        return copies.sorted { ($0.storedAt, $0.key) < ($1.storedAt, $1.key) }
    }

    /// Whoever stores the same content at the same moment sees the same order, so the newest of all stays.
    private func removeOlder(_ digest: BlobDigest) async throws {
        for copy in try await copies(of: digest).dropLast() { try await remove(copy) }
    }

    private func remove(_ copy: Copy) async throws {
        let answer = try await connection.send("DELETE", copy.key, limit: 64 * 1024)
        let isGone =
            (200..<300).contains(answer.status) || (answer.status == 404 && answer.code != "NoSuchBucket")
        guard isGone else { throw refusal(answer, "remove objects") }
    }

    /// Goes through the objects whose place begins so, page by page; what is no copy of a blob is left out.
    private func list(under place: String, _ body: (Copy) -> Void) async throws {
        let prefix = connection.location.prefix
        var query = ["list-type": "2", "prefix": prefix + place]
        while true {
            let answer = try await connection.send("GET", "", query: query, limit: Self.largestListing)
            if answer.status == 404 {
                throw BlobError.unavailable(.bucketMissing(connection.location.bucket))
            }
            guard answer.status == 200 else { throw refusal(answer, "list the bucket") }
            guard let page = S3Listing(answer.body) else {
                throw BlobError.unavailable(.answerUnusable("it is no listing of a bucket"))
            }
            for object in page.objects where object.key.hasPrefix(prefix) {
                let name = object.key.dropFirst(prefix.count)
                // 2 digits, a slash and 62 digits, and perhaps a suffix.
                guard name.utf8.count == 65 || name.dropFirst(65).first == "." else { continue }
                body(Copy(key: object.key, place: String(name.prefix(65)), storedAt: object.storedAt))
            }
            guard let next = page.next else { return }
            query["continuation-token"] = next
        }
    }

    private func refusal(_ answer: S3Answer, _ action: String) -> BlobError {
        .unavailable(ObjectStoreError(answer, bucket: connection.location.bucket, action: action))
    }
}
