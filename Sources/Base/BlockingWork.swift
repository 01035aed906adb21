import Dispatch

/// Work that would hold up an event loop or the cooperative threads: password hashing, file access.
package enum BlockingWork {
    /// Runs a body on a thread made for waiting.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try body() })
            }
        }
    }
}
