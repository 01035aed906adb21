package import Logging
import ServiceLifecycle

/// Work that a node does again and again for as long as it runs: looking, sweeping.
///
/// What fails is logged and tried again the next time.
package enum RepeatedWork {
    /// Runs until the node stops.
    ///
    /// - Parameters:
    ///   - pause: Between two runs.
    ///   - complaint: What the log says before the error of a run.
    ///   - logger: Where to.
    ///   - state: What the first run begins with.
    ///   - run: Takes what the run before returned; a run that failed returns nothing, so the next begins where it did.
    package static func run<State: Sendable>(
        every pause: Duration,
        _ complaint: String,
        _ logger: Logger,
        from state: State,
        _ run: @escaping @Sendable (State) async throws -> State
    ) async {
        await cancelWhenGracefulShutdown {
            var state = state
            while !Task.isCancelled {
                do {
                    state = try await run(state)
                } catch {
                    logger.warning("\(complaint): \(error)")
                }
                // Cancelled: the loop ends by itself.
                try? await Task.sleep(for: pause)
            }
        }
    }
}
