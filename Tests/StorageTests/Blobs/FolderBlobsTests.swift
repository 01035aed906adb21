import Base
import Foundation
import Storage
import Testing
import TestSupport

@Suite struct FolderBlobsTests {
    @Test func contentIsFoundByItsHashAndKeptOnce() async throws {
        try await TestDatabase.inFolder { folder in
            let blobs = try FolderBlobs(folder: folder)
            let content = Array("a picture".utf8)
            let digest = try await blobs.store(content)
            #expect(try await blobs.store(content) == digest)
            #expect(try await blobs.content(of: digest) == content)
            #expect(digest == BlobDigest(of: content))
            let files = FileManager.default.enumerator(
                at: folder,
                includingPropertiesForKeys: [.isRegularFileKey]
            )
            let names = (files?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }.map(
                \.lastPathComponent
            )
            #expect(names.count == 1)
        }
    }

    @Test func whatIsMissingOrDamagedIsAnError() async throws {
        try await TestDatabase.inFolder { folder in
            let blobs = try FolderBlobs(folder: folder)
            let unknown = BlobDigest(of: [1])
            await #expect(throws: BlobError.missing(unknown.hex)) { try await blobs.content(of: unknown) }
            let digest = try await blobs.store([1, 2, 3])
            let file = folder.appending(path: String(digest.hex.prefix(2))).appending(
                path: String(digest.hex.dropFirst(2))
            )
            try Data([1, 2]).write(to: file)
            await #expect(throws: BlobError.damaged(digest.hex)) { try await blobs.content(of: digest) }
        }
    }

    @Test func whatNothingNamesIsRemovedUnlessItWasStoredAgain() async throws {
        try await TestDatabase.inFolder { folder in
            let blobs = try FolderBlobs(folder: folder)
            let content = Array("a picture".utf8)
            let digest = try await blobs.store(content)
            let file = folder.appending(path: String(digest.hex.prefix(2))).appending(
                path: String(digest.hex.dropFirst(2))
            )
            let moment = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 60_000)
            try await blobs.remove(digest, unlessStoredSince: moment)
            #expect(try await blobs.content(of: digest) == content)

            let old = Date(timeIntervalSince1970: 0)
            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file.path)
            _ = try await blobs.store(content)
            try await blobs.remove(digest, unlessStoredSince: moment)
            #expect(try await blobs.content(of: digest) == content)

            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file.path)
            try await blobs.remove(digest, unlessStoredSince: moment)
            await #expect(throws: BlobError.missing(digest.hex)) { try await blobs.content(of: digest) }
            // Once more does no harm, and it can be stored again.
            try await blobs.remove(digest, unlessStoredSince: moment)
            #expect(try await blobs.store(content) == digest)
        }
    }
}
