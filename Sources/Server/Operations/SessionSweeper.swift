import Logging
import People
import ServiceLifecycle
import Storage

/// Forgets sessions and used identity tokens that are over, once a minute; an agent whose last session is over is offline.
struct SessionSweeper: Service {
    let customers: Customers
    let agents: Agents
    let logger: Logger

    func run() async throws {
        await RepeatedWork.run(every: .seconds(60), "old sessions could not be deleted", logger, from: ()) {
            try await customers.deleteExpired()
            try await agents.deleteExpired()
        }
    }
}
