/// Runs what is to be done on connections, the most recently used first, so that surplus ones rest.
final class PostgresPool: Sendable {
    private let line: PostgresLine

    init(_ configuration: PostgresDatabase.Configuration) {
        self.line = PostgresLine(configuration)
    }

    deinit {
        line.close()
    }

    /// Runs a body on a free connection's thread.
    ///
    /// A connection found broken before the body began (the server was restarted in the meantime) is replaced within
    /// the caller's patience; one that breaks later fails the call, for nobody knows what the server has done.
    func withConnection<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        let deadline = ContinuousClock.now + line.configuration.patience
        return try await withCheckedThrowingContinuation { continuation in
            let job = PostgresJob(
                deadline: deadline,
                run: { session in continuation.resume(with: Result { try body(session) }) },
                fail: { error in continuation.resume(throwing: error) }
            )
            line.add(job)
        }
    }

    func close() {
        line.close()
    }
}
