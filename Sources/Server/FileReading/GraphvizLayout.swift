import CConfinement
import Foundation
import Knowledge
import Logging

/// Asks Graphviz where the boxes of a chart go, in a process for each that is limited in time, memory and what it writes.
///
/// It reads numbers that we wrote and nothing of an author's: docs/decisions/0016-only-where-it-goes.md says why.
struct GraphvizLayout: GraphLayout {
    static let graphviz = "/usr/bin/dot"
    /// How long one may take before it is ended, by the clock on the wall.
    private static let longest = Duration.seconds(20)

    private let program: String
    private let slots = WorkerSlots(2, waiting: 32, named: "graph-worker")
    private let logger: Logger

    /// - `program`: This executable, which becomes Graphviz.
    init(program: String = "/proc/self/exe", logger: Logger) {
        self.program = program
        self.logger = logger
    }

    func plain(_ dot: String) async throws(GraphLayoutError) -> String {
        guard FileManager.default.isExecutableFile(atPath: Self.graphviz) else { throw .notInstalled }
        let program = program
        do {
            let run = try await slots.run {
                try ConfinedProcess(program, ["graph-worker"], on: Array(dot.utf8), longest: Self.longest)
            }
            if run.ending == confined_ended, run.status == 0 {
                return String(decoding: run.answer, as: UTF8.self)
            }
            logger.error(
                "a chart was not drawn",
                metadata: ["ending": "\(run.ending)", "status": "\(run.status)"]
            )
        } catch is WorkersBusy {
            throw .busy
        } catch {
            logger.error("a chart was not drawn", metadata: ["why": "\(error)"])
        }
        throw .failed
    }
}
