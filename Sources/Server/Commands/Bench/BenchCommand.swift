import ArgumentParser
import Foundation

/// `switchboard bench`: load against a running server; `make bench` runs them all.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Put load on a running server and measure it.",
        discussion: """
            Start the server with the limits out of the way, for example with \
            SWITCHBOARD_LIMITS_FRAMES_PER_SECOND=100000 SWITCHBOARD_LIMITS_WRITES_PER_MINUTE=1000000. \
            Every command prints one JSON object.
            """,
        subcommands: [
            BenchConnectionsCommand.self, BenchChatCommand.self, BenchPagesCommand.self,
            BenchPlainTextCommand.self, BenchFillCommand.self, BenchClaimsCommand.self,
            BenchStormCommand.self, BenchSealingCommand.self, BenchXMPPCommand.self,
        ]
    )
}

/// Where the load goes.
struct BenchTarget: ParsableArguments {
    @Option(help: "The server's address.")
    var host = "127.0.0.1"

    @Option(help: "The server's port.")
    var port = 8080

    @Option(help: "The server's process id, to tell its memory.")
    var pid: Int?

    /// The server's resident memory in bytes; nil where it is not known.
    var residentMemory: Int? {
        guard let pid, let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else {
            return nil
        }
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix("VmRSS:")
        }
        return line.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map {
            $0 * 1024
        }
    }
}

/// Measured times, in nanoseconds.
struct Latencies: Sendable {
    private var sorted: [Int64]

    init(_ values: [Int64]) {
        sorted = values.sorted()
    }

    /// - Parameter share: 0...1.
    /// - Returns: The time that this share stayed within, in milliseconds; 0 when nothing was measured.
    func milliseconds(within share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let place = min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)
        return Double(sorted[max(0, place)]) / 1_000_000
    }
}

/// One line of JSON with sorted members, for the script that writes docs/benchmarks.md.
enum BenchReport {
    static func say(_ values: [String: Double]) {
        let members = values.sorted { $0.key < $1.key }.map { name, value in
            "\"\(name)\": \(value == value.rounded() ? String(Int(value)) : String((value * 1000).rounded() / 1000))"
        }
        CommandOutput.say("{\(members.joined(separator: ", "))}")
    }
}
