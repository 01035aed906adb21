import Conversations
import Foundation
import Logging
import TestSupport
import Testing

@testable import Server

@Suite("Processes that read strangers' files")
struct FileWorkersTests {
    private static let interpreter = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/worker")

    /// A program that stands in a worker's place and does what a broken one would.
    private static func workers(_ script: String, in folder: URL) throws -> FileWorkers {
        // What this process writes is open for a moment in whatever other tests are just starting, and cannot be run then:
        // what is run lies there already, and reads what was written.
        let program = folder.appending(path: "worker")
        try FileManager.default.createSymbolicLink(at: program, withDestinationURL: Self.interpreter)
        try script.write(to: folder.appending(path: "script"), atomically: true, encoding: .utf8)
        return FileWorkers(program: program.path, logger: Logger(label: "test"))
    }

    @Test(
        "one that crashes, meets a limit or says nonsense is told apart",
        arguments: [
            ("kill -SEGV $$", AttachmentError.tooDemanding),
            ("kill -XCPU $$", .tooDemanding),
            ("exit 3", .readerUnavailable("the process for it ended with 3")),
            ("exit 0", .readerUnavailable("the process for it said nothing")),
            (
                #"echo '{"outcome":"done","contentLength":9,"thumbnailLength":0,"width":1,"height":1,"callsAreConfined":true}'"#,
                .readerUnavailable("the process for it said too little")
            ),
            (
                // Two numbers that have no sum.
                #"echo '{"outcome":"done","contentLength":9223372036854775807,"thumbnailLength":9223372036854775807,"width":1,"height":1,"callsAreConfined":true}'"#,
                .readerUnavailable("the process for it said too little")
            ),
            (
                #"echo '{"outcome":"notInstalled","contentLength":0,"thumbnailLength":0,"width":0,"height":0,"callsAreConfined":true}'"#,
                .readerUnavailable("libvips42 is not installed")
            ),
        ]
    )
    func failures(_ script: String, _ expected: AttachmentError) async throws {
        try await TestDatabase.inFolder { folder in
            let workers = try Self.workers(script, in: folder)
            await #expect(throws: expected) { try await workers.rewritten([1, 2, 3], as: .png) }
        }
    }

    @Test("one that is not there is the operator's business")
    func missing() async throws {
        let workers = FileWorkers(program: "/nowhere/switchboard", logger: Logger(label: "test"))
        await #expect(throws: AttachmentError.self) { try await workers.text(ofPDF: [1]) }
    }

    @Test(
        "it gets the file, what it is to do, and nothing of the server's: neither environment nor open files"
    )
    func surroundings() async throws {
        try await TestDatabase.inFolder { folder in
            let seen = folder.appending(path: "seen")
            let script = """
                echo "$1 $2" > \(seen.path)
                cat >> \(seen.path)
                echo >> \(seen.path)
                env | cut -d= -f1 | sort | tr '\\n' ' ' >> \(seen.path)
                ls /proc/self/fd | tr '\\n' ' ' >> \(seen.path)
                """
            let workers = try Self.workers(script, in: folder)
            await #expect(throws: AttachmentError.self) {
                try await workers.text(ofPDF: Array("the file".utf8))
            }
            let lines = try String(contentsOf: seen, encoding: .utf8).split(separator: "\n")
            #expect(lines.prefix(2) == ["file-worker pdf", "the file"])
            // The shell adds PWD; 3 is the folder that is listed.
            #expect(lines.last == "LD_LIBRARY_PATH MALLOC_ARENA_MAX PWD 0 1 2 3 ")
        }
    }

    @Test("no more wait than may, and each has its turn")
    func turns() async throws {
        let slots = WorkerSlots(1, waiting: 2, named: "test")
        let gate = DispatchSemaphore(value: 0)
        let (works, isWorking) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Int?.self) { group in
            group.addTask {
                try await slots.run {
                    isWorking.finish()
                    gate.wait()
                    return 0
                }
            }
            for await _ in works {}
            // One works and two may wait; whoever comes then is refused.
            for number in 1...3 {
                group.addTask {
                    do {
                        return try await slots.run { number }
                    } catch is WorkersBusy {
                        return nil
                    }
                }
            }
            let first = try await group.next()
            #expect(first == .some(nil))
            gate.signal()
            let done = try await group.reduce(into: 0) { done, number in done += number == nil ? 0 : 1 }
            #expect(done == 3)
        }
    }
}
