import Base
import Foundation
@testable import Storage
import Testing
import TestSupport

/// What every implementation of ``Blobs`` promises.
@Suite struct BlobsContractTests {
    /// Some blobs of a test's own, and a way behind their back.
    struct Site: Sendable {
        let blobs: any Blobs
        /// How many copies of some content there are.
        let copies: @Sendable (BlobDigest) async throws -> Int
        /// Writes other bytes where content is.
        let damage: @Sendable (BlobDigest) async throws -> Void
    }

    @Test(arguments: TestBlobs.all) func contentIsFoundByItsHashAndKeptOnce(_ kind: TestBlobs) async throws {
        try await with(kind) { site in
            let content = Array("a picture".utf8)
            let digest = try await site.blobs.store(content)
            #expect(try await site.blobs.store(content) == digest)
            #expect(try await site.blobs.content(of: digest) == content)
            #expect(digest == BlobDigest(of: content))
            #expect(try await site.copies(digest) == 1)
        }
    }

    @Test(arguments: TestBlobs.all) func everyByteAndManyBytesAreKept(_ kind: TestBlobs) async throws {
        try await with(kind) { site in
            for content in [
                [], Array(UInt8.min ... .max), (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) },
            ] {
                let digest = try await site.blobs.store(content)
                #expect(try await site.blobs.content(of: digest) == content)
            }
        }
    }

    @Test(arguments: TestBlobs.all) func whatIsMissingOrDamagedIsAnError(_ kind: TestBlobs) async throws {
        try await with(kind) { site in
            let unknown = BlobDigest(of: [1])
            await #expect(throws: BlobError.missing(unknown.hex)) {
                try await site.blobs.content(of: unknown)
            }
            let digest = try await site.blobs.store([1, 2, 3])
            try await site.damage(digest)
            await #expect(throws: BlobError.damaged(digest.hex)) { try await site.blobs.content(of: digest) }
        }
    }

    @Test(arguments: TestBlobs.all) func whatNothingNamesIsRemovedUnlessItWasStoredAgain(
        _ kind: TestBlobs
    ) async throws {
        try await with(kind) { site in
            let content = Array("a picture".utf8)
            let before = SystemClock().now
            let digest = try await site.blobs.store(content)
            let first = SystemClock().now
            try await site.blobs.remove(digest, unlessStoredSince: before - .seconds(1))
            #expect(try await site.blobs.content(of: digest) == content)

            // A bucket notes whole seconds.
            try await Task.sleep(for: .milliseconds(2100))
            _ = try await site.blobs.store(content)
            try await site.blobs.remove(digest, unlessStoredSince: first + .milliseconds(1050))
            #expect(try await site.blobs.content(of: digest) == content)

            // However long the store took.
            let tomorrow = first + .seconds(86_400)
            try await site.blobs.remove(digest, unlessStoredSince: tomorrow)
            await #expect(throws: BlobError.missing(digest.hex)) { try await site.blobs.content(of: digest) }
            // Once more does no harm, and it can be stored again.
            try await site.blobs.remove(digest, unlessStoredSince: tomorrow)
            #expect(try await site.blobs.store(content) == digest)
            #expect(try await site.blobs.content(of: digest) == content)
        }
    }

    @Test(arguments: TestBlobs.all) func whoStoresWhatOthersRemoveLosesNothing(_ kind: TestBlobs) async throws
    {
        try await with(kind) { site in
            let contents = (0..<12).map { Array("picture \($0)".utf8) }
            for content in contents { _ = try await site.blobs.store(content) }
            let moment = SystemClock().now + .milliseconds(1050)
            try await Task.sleep(for: .milliseconds(2100))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for content in contents {
                    for isRemover in [true, false, true, false, true] {
                        group.addTask {
                            if isRemover {
                                try await site.blobs.remove(
                                    BlobDigest(of: content),
                                    unlessStoredSince: moment
                                )
                            } else {
                                _ = try await site.blobs.store(content)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await site.blobs.missing(contents.map { BlobDigest(of: $0) }) == [])
            for content in contents {
                #expect(try await site.blobs.content(of: BlobDigest(of: content)) == content)
            }
        }
    }

    @Test(arguments: TestBlobs.all) func whatIsMissingIsListedInOrder(_ kind: TestBlobs) async throws {
        try await with(kind) { site in
            var there: [BlobDigest] = []
            for number in 0..<20 as Range<UInt8> { there.append(try await site.blobs.store([number])) }
            let gone = (100..<103 as Range<UInt8>).map { BlobDigest(of: [$0]) }
            #expect(try await site.blobs.missing([]) == [])
            #expect(
                try await site.blobs.missing([there[0], gone[2], there[1], gone[0]]) == [gone[2], gone[0]]
            )
            #expect(try await site.blobs.missing(gone + there) == gone)
        }
    }

    @Test(arguments: TestBlobs.all) func aCheckLeavesNothing(_ kind: TestBlobs) async throws {
        try await with(kind) { site in
            try await site.blobs.check()
            try await site.blobs.check()
        }
    }

    private func with(_ kind: TestBlobs, _ body: (Site) async throws -> Void) async throws {
        switch kind {
        case .folder:
            try await TestDatabase.inFolder { folder in
                let file: @Sendable (BlobDigest) -> URL = { folder.appending(path: $0.place) }
                let site = Site(
                    blobs: try FolderBlobs(folder: folder),
                    copies: { digest in
                        let names = try FileManager.default.contentsOfDirectory(
                            atPath: file(digest).deletingLastPathComponent().path
                        )
                        return names.count
                    },
                    damage: { digest in try Data([1, 2]).write(to: file(digest)) }
                )
                try await body(site)
            }
        case .bucket:
            let store = try #require(TestBlobs.store)
            let location = try TestBlobs.location(store)
            let connection = S3Connection(
                location,
                keys: store.keys,
                patience: TestBlobs.patient,
                clock: SystemClock()
            )
            let keys: @Sendable (BlobDigest) async throws -> [String] = { digest in
                let query = ["list-type": "2", "prefix": location.prefix + digest.place]
                let answer = try await connection.send("GET", "", query: query, limit: 1_000_000)
                return try #require(S3Listing(answer.body)).objects.map(\.key)
            }
            let site = Site(
                blobs: S3Blobs(location, keys: store.keys, patience: TestBlobs.patient),
                copies: { digest in try await keys(digest).count },
                damage: { digest in
                    for key in try await keys(digest) {
                        let other = BlobDigest(of: [1, 2])
                        _ = try await connection.send("PUT", key, body: [1, 2], digest: other, limit: 1000)
                    }
                }
            )
            try await body(site)
        }
    }
}
