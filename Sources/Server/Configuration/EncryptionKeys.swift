import Base
import Foundation
import Safeguard
import Storage

/// Where the keys come from that protect what is sealed in the database.
enum EncryptionKeys: Sendable {
    /// The file `encryption.key` in the data folder, made at the first start.
    case dataFolder(URL)
    case file(URL)
    /// The keys themselves, from the environment.
    case given(Redacted<String>)
    /// A program that prints them, with its arguments: one that asks a key service, say.
    case command([String])

    /// How long a program may take.
    private static let patience = Duration.seconds(10)
    /// Bytes that are read at most.
    private static let most = 65_536

    /// The file, where it is one.
    var file: URL? {
        switch self {
        case .dataFolder(let folder): folder.appending(path: "encryption.key")
        case .file(let file): file
        case .given, .command: nil
        }
    }

    /// Where they come from, for people.
    var place: String {
        switch self {
        case .dataFolder, .file: file?.path ?? ""
        case .given: "SWITCHBOARD_ENCRYPTION_KEY"
        case .command(let words): words.joined(separator: " ")
        }
    }

    /// Reads the keys.
    ///
    /// - Returns: Nil where the data folder has none yet.
    /// - Throws: ``EncryptionKeysError``.
    func read() throws -> KeyRing? {
        do {
            switch self {
            case .dataFolder, .file:
                guard let file else { return nil }
                guard FileManager.default.fileExists(atPath: file.path) else {
                    if case .dataFolder = self { return nil }
                    throw EncryptionKeysError(place, "the file is not there")
                }
                return try KeyRing(text: String(decoding: Self.content(of: file), as: UTF8.self))
            case .given(let keys):
                // A variable has no lines.
                return try KeyRing(text: keys.exposed.replacing(",", with: "\n").replacing(" ", with: "\n"))
            case .command(let words): return try KeyRing(text: Self.output(of: words))
            }
        } catch let error as EncryptionError {
            throw EncryptionKeysError(place, "\(error)")
        } catch let error as EncryptionKeysError {
            throw error
        } catch {
            throw EncryptionKeysError(place, "it cannot be read")
        }
    }

    private static func content(of file: URL) throws -> Data {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }  // only read from
        return try handle.read(upToCount: most) ?? Data()
    }

    private static func output(of words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words.first ?? "")
        process.arguments = Array(words.dropFirst())
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let overdue = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .milliseconds(Int(patience.wholeMilliseconds)),
            execute: overdue
        )
        let output = try pipe.fileHandleForReading.read(upToCount: most) ?? Data()
        process.waitUntilExit()
        overdue.cancel()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw EncryptionKeysError(words[0], "the program failed, or took longer than 10 seconds")
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: Writing

    /// Writes keys into the file, in one step, readable to its owner alone.
    ///
    /// - `mustBeNew`: Whether a file that is there is an error.
    func write(_ ring: KeyRing, mustBeNew: Bool) throws {
        guard let file else { throw EncryptionKeysError(place, "keys are written into a file only") }
        if mustBeNew, FileManager.default.fileExists(atPath: file.path) {
            throw EncryptionKeysError(place, "there is a file already")
        }
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        let draft = file.appendingPathExtension("draft")
        try? FileManager.default.removeItem(at: draft)  // left over from an attempt that was interrupted
        let isWritten = FileManager.default.createFile(
            atPath: draft.path,
            contents: Data(ring.text.exposed.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten, unsafe rename(draft.path, file.path) == 0 else {
            throw EncryptionKeysError(place, "it cannot be written")
        }
    }

    /// Whether others than its owner may read the file.
    var isOpenToOthers: Bool {
        // A file that is not there is nobody's to read.
        guard let file, let attributes = try? FileManager.default.attributesOfItem(atPath: file.path),
            let mode = attributes[.posixPermissions] as? NSNumber
        else { return false }
        return mode.intValue & 0o077 != 0
    }

    // MARK: At the start

    /// Sees to it that what is sealed in a database can be read, and makes the first key where nothing is sealed yet.
    ///
    /// - Throws: ``EncryptionKeysError`` that says which key is missing.
    func prepare(_ database: any Database) async throws {
        let isNew = try read() == nil
        if isNew {
            let counts = try await database.read(KeyRotation.counts)
            guard counts.isEmpty else { throw missing(counts.keys.sorted()) }
            try write(KeyRing(KeyEncryptionKey()), mustBeNew: true)
        }
        do {
            // Of several nodes that start at once with a key each, one is first: the others hear of it here.
            _ = try await database.write { db in try db.dataKey(of: .installation) }
        } catch let error as DatabaseError where error.kind == .keyMissing || error.kind == .unreadable {
            if isNew, let file { try FileManager.default.removeItem(at: file) }
            throw missing(try await database.read(KeyRotation.counts).keys.sorted())
        }
    }

    private func missing(_ ids: [String]) -> EncryptionKeysError {
        EncryptionKeysError(
            place,
            "the database is sealed with key \(ids.joined(separator: ", ")), which is not there; bring the key file of the "
                + "node that made it, or name it with --encryption-key-file (docs/encryption.md)"
        )
    }
}

/// What is wrong with the keys that protect what is sealed; never the keys themselves.
struct EncryptionKeysError: Error, CustomStringConvertible {
    let description: String

    init(_ place: String, _ what: String) {
        description = "encryption keys (\(place)): \(what)"
    }
}
