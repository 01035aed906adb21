import Logging
import People
import ServiceLifecycle

/// Forgets sessions and used identity tokens that are over, once a minute; an agent whose last session is over is offline.
struct SessionSweeper: Service {
    let customers: Customers
    let agents: Agents
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await customers.deleteExpired()
                    try await agents.deleteExpired()
                } catch {
                    logger.warning("old sessions could not be deleted: \(error)")
                }
                // Cancelled: the loop ends by itself.
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }
}
