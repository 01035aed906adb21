import Base
import Foundation
import Storage

/// What stands in a backup: one copy of the database, and `blobs/` as in the data folder.
enum BackupContents {
    /// What the copy of the database is called; the embedded one as in the data folder.
    static func database(_ engine: Engine) -> String {
        switch engine {
        case .sqlite: "switchboard.sqlite"
        case .postgres: "switchboard.pgdump"
        }
    }

    /// Which engine's copy was unpacked.
    ///
    /// - `folder`: What was unpacked.
    /// - `file`: The archive, for the error.
    ///
    /// Throws: ``BackupError/archiveUnreadable(_:)`` when there is none.
    static func engine(of folder: URL, _ file: String) throws(BackupError) -> Engine {
        let found = Engine.allCases.first { engine in
            FileManager.default.fileExists(atPath: folder.appending(path: database(engine)).path)
        }
        guard let found else { throw .archiveUnreadable(file) }
        return found
    }

    /// Writes an archive; it appears under its name when it is whole.
    ///
    /// - `draft`: The folder with the copy of the database, and room for the archive.
    /// - `name`: The copy's name.
    static func pack(_ draft: URL, _ name: String, _ files: StoredFiles, into archive: URL) async throws {
        // Named one by one: a folder in which a file appears meanwhile is an error to tar.
        let names = draft.appending(path: "names")
        try Data(files.names().map { $0 + "\0" }.joined().utf8).write(to: names)
        let whole = draft.appending(path: "archive.tar")
        try await tar([
            "--create", "--format=gnu", "--file=\(whole.path)", "--directory=\(draft.path)", name,
            "--directory=\(files.folder.path)", "--null", "--verbatim-files-from",
            "--files-from=\(names.path)",
        ])
        let handle = try FileHandle(forUpdating: whole)
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(at: whole, to: archive)
    }

    /// Unpacks an archive into a folder that is empty.
    ///
    /// - Throws: ``BackupError/archiveFlawed(_:_:)``.
    static func unpack(_ archive: URL, into folder: URL) async throws {
        do {
            try await BlockingWork.run { try write(archive, into: folder) }
        } catch let flaw as BackupArchive.Flaw {
            throw BackupError.archiveFlawed(archive.path, flaw)
        }
    }

    /// How much of an archive is in memory, in bytes.
    private static let piece = 1 << 20

    private static func write(_ archive: URL, into folder: URL) throws {
        let source = try FileHandle(forReadingFrom: archive)
        // What was read is read.
        defer { try? source.close() }
        var reading = BackupArchive()
        var file: FileHandle?
        while let bytes = try source.read(upToCount: piece), !bytes.isEmpty {
            for step in try reading.read(Array(bytes)) {
                switch step {
                case .file(let place):
                    try file?.close()
                    file = try begin(place, in: folder)
                case .content(let content): try file?.write(contentsOf: content)
                }
            }
        }
        try file?.close()
        try reading.finish()
    }

    /// A new file; one that the archive has twice is none.
    private static func begin(_ place: String, in folder: URL) throws -> FileHandle {
        let file = folder.appending(path: place)
        let parent = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw BackupArchive.Flaw.foreign("\(place) twice")
        }
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw BackupError.notWritable(file.path)
        }
        return try FileHandle(forWritingTo: file)
    }

    /// The system's tar.
    private static func tar(_ arguments: [String]) async throws {
        let status = try await BlockingWork.run {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["tar"] + arguments
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        guard status == 0 else { throw BackupError.tarFailed }
    }
}

/// The files of an installation, as ``FolderBlobs`` keeps them.
struct StoredFiles: Sendable {
    /// The data folder.
    let folder: URL

    init(folder: URL) {
        // What tar is told to change into may not depend on where it is called.
        self.folder = folder.absoluteURL
    }

    var path: String { folder.appending(path: "blobs").path }

    /// Every file's place in the data folder; drafts of files that are being written are left out.
    func names() -> [String] {
        let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return found.filter { Self.isName($0.utf8) }.sorted().map { "blobs/\($0)" }
    }

    /// Whether it is where a file is kept by its digest: `ab/cdef…`.
    static func isName(_ name: some Collection<UInt8>) -> Bool {
        name.count == 65
            && name.enumerated().allSatisfy { place, byte in
                place == 2
                    ? byte == UInt8(ascii: "/") : (48...57).contains(byte) || (97...102).contains(byte)
            }
    }

    /// Fetches files from wherever they are; those that are damaged or were deleted meanwhile are left out.
    ///
    /// - Returns: How many were left out.
    func fetch(_ digests: [BlobDigest], from blobs: any Blobs) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            var waiting = digests.makeIterator()
            var lost = 0
            // The next begins when one ends, so that few are in memory.
            for _ in 0..<Self.atOnce { add(waiting.next(), from: blobs, to: &group) }
            while let isThere = try await group.next() {
                lost += isThere ? 0 : 1
                add(waiting.next(), from: blobs, to: &group)
            }
            return lost
        }
    }

    private static let atOnce = 8

    private func add(
        _ digest: BlobDigest?,
        from blobs: any Blobs,
        to group: inout ThrowingTaskGroup<Bool, any Error>
    ) {
        guard let digest else { return }
        group.addTask {
            let content: [UInt8]
            do {
                content = try await blobs.content(of: digest)
            } catch BlobError.missing, BlobError.damaged {
                return false
            }
            try await BlockingWork.run {
                let file = folder.appending(path: "blobs").appending(path: digest.place)
                let parent = file.deletingLastPathComponent()
                try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                try Data(content).write(to: file)
            }
            return true
        }
    }

    /// Stores the files of an unpacked backup, which is here, wherever files are kept.
    func store(in blobs: any Blobs) async throws {
        for name in names() {
            let content = try await BlockingWork.run { try Data(contentsOf: folder.appending(path: name)) }
            let digest = try await blobs.store(Array(content))
            guard "blobs/\(digest.place)" == name else {
                throw BackupError.damaged(["\(name) is another file"])
            }
        }
    }

    /// Moves the files of an unpacked backup here; one that is here already is the same.
    func take(from unpacked: URL) throws {
        let others = StoredFiles(folder: unpacked)
        for name in others.names() {
            let file = folder.appending(path: name)
            guard !FileManager.default.fileExists(atPath: file.path) else { continue }
            let parent = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try FileManager.default.moveItem(at: unpacked.appending(path: name), to: file)
        }
    }
}
