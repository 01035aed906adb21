package import Base
package import Foundation

/// Blobs in a folder: `ab/cdef…`, written beside and moved into place, so that no half file is ever read.
package struct FolderBlobs: Blobs {
    private let folder: URL

    /// - `folder`: Made when it is missing.
    package init(folder: URL) throws {
        self.init(existing: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// - `folder`: Looked into as it is; one that is missing holds nothing.
    package init(existing folder: URL) {
        self.folder = folder
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

    package func missing(_ digests: [BlobDigest]) async throws -> [BlobDigest] {
        try await BlockingWork.run {
            digests.filter { !FileManager.default.fileExists(atPath: file(of: $0).path) }
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
        folder.appending(path: digest.place)
    }
}
