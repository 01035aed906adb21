package import Base
import Crypto
package import Foundation

/// The SHA-256 of some bytes: their address.
package struct BlobDigest: Sendable, Hashable, Codable, SQLConvertible {
    package let bytes: [UInt8]

    package init(of content: [UInt8]) {
        self.bytes = Array(SHA256.hash(data: content))
    }

    package static var sqlType: SQLType { .bytes }
    package var sqlValue: SQLValue { .bytes(bytes) }

    package init?(sqlValue: SQLValue) {
        guard case .bytes(let bytes) = sqlValue, bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// 64 lower-case hex digits.
    package var hex: String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

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
}

/// What can go wrong with stored files.
package enum BlobError: DomainError, Hashable {
    case missing(String)
    /// The stored bytes are not those that were stored.
    case damaged(String)
    case notWritable

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
        }
    }
}

/// Blobs in a folder: `ab/cdef…`, written beside and moved into place, so that no half file is ever read.
package struct FolderBlobs: Blobs {
    private let folder: URL

    /// - `folder`: Made when it is missing.
    package init(folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    package func store(_ content: [UInt8]) async throws -> BlobDigest {
        try await BlockingWork.run {
            let digest = BlobDigest(of: content)
            let file = file(of: digest)
            if touch(file) { return digest }
            let parent = file.deletingLastPathComponent()
            let draft = parent.appending(path: UUID().uuidString)
            // A half-written draft must not make a full disk fuller; after the move there is none.
            defer { try? FileManager.default.removeItem(at: draft) }
            do {
                try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                guard FileManager.default.createFile(atPath: draft.path, contents: nil) else {
                    throw BlobError.notWritable
                }
                let handle = try FileHandle(forWritingTo: draft)
                try handle.write(contentsOf: content)
                try handle.synchronize()
                try handle.close()
                try FileManager.default.moveItem(at: draft, to: file)
                try FileHandle(forReadingFrom: parent).synchronize()
            } catch {
                // Somebody else stored the same at the same moment: then it is there.
                guard FileManager.default.fileExists(atPath: file.path) else { throw BlobError.notWritable }
            }
            return digest
        }
    }

    package func content(of digest: BlobDigest) async throws -> [UInt8] {
        try await BlockingWork.run {
            // Whatever keeps the file from being read, the caller's answer is that it is not there.
            guard let data = try? Data(contentsOf: file(of: digest)) else {
                throw BlobError.missing(digest.hex)
            }
            let content = Array(data)
            guard BlobDigest(of: content) == digest else { throw BlobError.damaged(digest.hex) }
            return content
        }
    }

    package func remove(_ digest: BlobDigest, unlessStoredSince moment: Instant) async throws {
        try await BlockingWork.run {
            let file = file(of: digest)
            let aside = file.deletingLastPathComponent().appending(path: UUID().uuidString)
            // Out of reach first: whoever stores the same from here on writes a file of their own.
            do {
                try FileManager.default.moveItem(at: file, to: aside)
            } catch CocoaError.fileNoSuchFile, CocoaError.fileReadNoSuchFile {
                return
            }
            if let stored = try aside.resourceValues(forKeys: [.contentModificationDateKey])
                .contentModificationDate,
                Int64(stored.timeIntervalSince1970 * 1000) >= moment.milliseconds
            {
                // Unless it was stored again meanwhile: then that file is the same and stays.
                if !FileManager.default.fileExists(atPath: file.path) {
                    try FileManager.default.moveItem(at: aside, to: file)
                    return
                }
            }
            try FileManager.default.removeItem(at: aside)
        }
    }

    /// Notes that a file was stored again.
    ///
    /// - Returns: Whether there is such a file.
    private func touch(_ file: URL) -> Bool {
        do {
            try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
            return true
        } catch {
            return false
        }
    }

    private func file(of digest: BlobDigest) -> URL {
        folder.appending(path: String(digest.hex.prefix(2))).appending(path: String(digest.hex.dropFirst(2)))
    }
}
