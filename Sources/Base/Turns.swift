/// What must not run at the same time, one after the other in the order in which it comes; it may wait inside.
package actor Turns {
    private var last: Task<Void, Never>?

    package init() {}

    /// Runs something once all that came before has ended; also when whoever wants it stops waiting.
    package func run<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let before = last
        // A task of its own: what comes next waits for it, whoever has hung up.
        let mine = Task {
            await before?.value
            return try await body()
        }
        // What went wrong is told to who wanted it, below.
        last = Task { _ = try? await mine.value }
        return try await mine.value
    }
}
