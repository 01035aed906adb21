import ArgumentParser
import Base
import Conversations
import Foundation
import People
import Safeguard
import Storage

/// `switchboard bench claims`: how long it takes from room for one more until an agent has whose turn it is.
struct BenchClaimsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims",
        abstract: "Give an agent who waits in an installation's queues, one after the other."
    )

    /// Claims that do not count: statements are prepared and pages read.
    private static let warmUp = 20

    @Option(help: "How many, 1 to 480.")
    var count = 300

    @OptionGroup var installation: InstallationOptions

    func validate() throws {
        // An agent takes 500 at most.
        guard (1...480).contains(count) else { throw ValidationError("--count is 1 to 480.") }
    }

    func run() async throws {
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            let agent = try await wiring.agents.create(
                .init(
                    name: "Load",
                    email: "\(UUID().uuidString)@load.example",
                    role: .agent,
                    password: Redacted(UUID().uuidString),
                    capacity: 0
                )
            ).id
            try await wiring.timeline.setPresence(.online, of: agent)
            let clock = ContinuousClock()
            var times: [Int64] = []
            for capacity in 1...Self.warmUp + count {
                // What a resolved conversation does as well: the agent has room for one more.
                let took = try await clock.measure {
                    try await wiring.timeline.setAbilities(Abilities(), capacity: capacity, of: agent)
                }
                if capacity > Self.warmUp { times.append(Int64((took / .nanoseconds(1)).rounded())) }
            }
            let given = try await wiring.desk.loads()[agent] ?? 0
            try await wiring.timeline.setPresence(.offline, of: agent)
            try await wiring.database.close()
            guard given == Self.warmUp + count else { throw Short(given: given, wanted: Self.warmUp + count) }
            let latencies = Latencies(times)
            BenchReport.say([
                "claims": Double(count),
                "p50_ms": latencies.milliseconds(within: 0.5),
                "p99_ms": latencies.milliseconds(within: 0.99),
            ])
        }
    }

    private struct Short: Error, CustomStringConvertible {
        let given: Int
        let wanted: Int

        var description: String { "\(given) of \(wanted) were given: too few wait, or others take them" }
    }
}
