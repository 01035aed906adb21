import ArgumentParser
import CConfinement
import Foundation

/// `switchboard file-worker TASK`: a process for one file of a stranger's, started by the server and by nobody else.
///
/// It reads the file from standard input, writes to standard output and ends. Whatever the file makes of the decoders, it
/// happens here: without the database, keys and other people's conversations, limited in time and memory, and forbidden to
/// reach the network, to start programs and to write to the disk. docs/decisions/0012-strangers-files.md says why.
struct FileWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file-worker",
        abstract: "Read one file of a stranger's; the server starts it.",
        shouldDisplay: false
    )

    @Argument var task: FileTask

    /// What the process may use: a picture at the limit takes half of it.
    static let limits = confinement(
        processor_seconds: 10,
        address_space: 1_536 * 1_048_576,
        output: Int64(FileWorkers.largestAnswer)
    )

    func run() throws {
        guard confine_resources(Self.limits) == 0 else { return try tell(.init(outcome: .notConfined)) }
        // The libraries come from the disk and not from strangers: they are loaded before the door is shut.
        let worker = FileWorker(task)
        let isConfined = confine_calls() == 0
        guard let worker else {
            return try tell(.init(outcome: .notInstalled, callsAreConfined: isConfined))
        }
        let content = try FileHandle.standardInput.readToEnd() ?? Data()
        var (report, parts) = worker.work(on: content)
        report.callsAreConfined = isConfined
        try tell(report, parts)
    }

    private func tell(_ report: FileTaskReport, _ parts: [Data] = []) throws {
        let output = FileHandle.standardOutput
        try output.write(contentsOf: JSONEncoder().encode(report) + Data("\n".utf8))
        for part in parts { try output.write(contentsOf: part) }
    }
}

extension FileTask: ExpressibleByArgument {}
