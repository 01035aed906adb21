import ArgumentParser
import CConfinement
import Foundation

/// `switchboard graph-worker`: limits itself and becomes Graphviz, started by the server and by nobody else.
struct GraphWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph-worker",
        abstract: "Lay one chart out; the server starts it.",
        shouldDisplay: false
    )

    /// The largest chart that there may be takes a tenth of it.
    static let limits = confinement(
        processor_seconds: 4,
        address_space: 1_024 * 1_048_576,
        output: 1_048_576
    )

    func run() throws {
        guard confine_resources(Self.limits) == 0 else { throw ExitCode(70) }
        let arguments = [GraphvizLayout.graphviz, "-Kdot", "-Tplain"]
        _ = unsafe ConfinedProcess.withArguments(arguments) { arguments in
            unsafe execv(GraphvizLayout.graphviz, arguments)
        }
        throw ExitCode(71)
    }
}
