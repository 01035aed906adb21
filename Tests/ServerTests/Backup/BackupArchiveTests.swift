import Base
import Foundation
@testable import Server
import Testing

/// Archives that the system's tar writes are what is read.
@Suite struct BackupArchiveTests {
    private static let place = "blobs/ab/\(String(repeating: "cd", count: 31))"

    @Test func whatIsPackedIsUnpacked() async throws {
        try await inFolder { folder in
            let content = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
            try put(content, at: Self.place, in: folder)
            try put(Data("SQLite".utf8), at: "switchboard.sqlite", in: folder)
            let archive = folder.appending(path: "backup.tar")
            let files = StoredFiles(folder: folder)
            try await BackupContents.pack(folder, "switchboard.sqlite", files, into: archive)

            let restored = folder.appending(path: "restored")
            try await BackupContents.unpack(archive, into: restored)

            #expect(try Data(contentsOf: restored.appending(path: Self.place)) == content)
            let database = try Data(contentsOf: restored.appending(path: "switchboard.sqlite"))
            #expect(database == Data("SQLite".utf8))
        }
    }

    @Test(arguments: ["gnu", "ustar"])
    func formatsThatAreRead(format: String) async throws {
        try await inFolder { folder in
            try put(Data("x".utf8), at: Self.place, in: folder)
            let archive = try tar(["--format=\(format)", "./blobs"], of: folder)
            try await BackupContents.unpack(archive, into: folder.appending(path: "restored"))
            #expect(try Data(contentsOf: folder.appending(path: "restored/\(Self.place)")) == Data("x".utf8))
        }
    }

    /// Each stands beside a file that is one of a backup.
    @Test(arguments: ["link", "hard", "other.txt", "blobs/other.txt", String(repeating: "x", count: 120)])
    func whatNoBackupHoldsIsRefused(name: String) async throws {
        try await inFolder { folder in
            try put(Data("x".utf8), at: Self.place, in: folder)
            let added = folder.appending(path: name)
            switch name {
            case "link":
                try FileManager.default.createSymbolicLink(
                    atPath: added.path,
                    withDestinationPath: "/etc/passwd"
                )
            case "hard":
                let file = folder.appending(path: Self.place)
                try FileManager.default.linkItem(at: file, to: added)
            default: try put(Data("x".utf8), at: name, in: folder)
            }
            let archive = try tar([Self.place, name], of: folder)
            let error = await #expect(throws: BackupError.self) {
                try await BackupContents.unpack(archive, into: folder.appending(path: "restored"))
            }
            #expect(error?.problem.code == "archive_unreadable")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "restored/\(name)").path))
        }
    }

    @Test func aWayOutIsRefused() throws {
        for name in [
            "../escaped", "/escaped", "blobs/../../escaped", "./../switchboard.sqlite",
            "switchboard.sqlite/..",
        ] {
            var reading = BackupArchive()
            #expect(throws: BackupArchive.Flaw.foreign(name)) { try reading.read(head(name, size: 0)) }
        }
    }

    @Test func oneThatIsChangedOrCutOffIsRefused() throws {
        let whole =
            head("switchboard.sqlite", size: 5) + Array("hello".utf8)
            + [UInt8](repeating: 0, count: 507 + 512)
        var reading = BackupArchive()
        let steps = try reading.read(whole)
        #expect(steps == [.file("switchboard.sqlite"), .content(Array("hello".utf8))])
        try reading.finish()
        for length in [0, 100, 512, 515, 1024] {
            var reading = BackupArchive()
            _ = try reading.read(Array(whole.prefix(length)))
            #expect(throws: BackupArchive.Flaw.cutOff) { try reading.finish() }
        }
        for place in [0, 124, 148, 156, 257, 300] {
            var changed = whole
            changed[place] ^= 1
            var reading = BackupArchive()
            #expect(throws: BackupArchive.Flaw.noHead) { try reading.read(changed) }
        }
    }

    // MARK: Arranging

    private func inFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // nobody looks for it any more
        try await body(folder)
    }

    private func put(_ content: Data, at place: String, in folder: URL) throws {
        let file = folder.appending(path: place)
        let parent = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try content.write(to: file)
    }

    private func tar(_ arguments: [String], of folder: URL) throws -> URL {
        let archive = folder.appending(path: "made.tar")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["tar", "--create", "--file=\(archive.path)", "--directory=\(folder.path)"] + arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return archive
    }

    private func head(_ name: String, size: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at start: Int) {
            for (place, byte) in text.utf8.enumerated() { bytes[start + place] = byte }
        }
        put(name, at: 0)
        put("0000000000\(size)", at: 124)
        put("        0", at: 148)
        put("ustar\u{0}00", at: 257)
        put(String(bytes.reduce(0) { $0 + Int($1) }, radix: 8), at: 148)
        return bytes
    }
}
