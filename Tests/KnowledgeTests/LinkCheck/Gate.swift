import Synchronization

/// Opens once somebody says so, and stays open.
final class Gate: Sendable {
    private let passing: AsyncStream<Void>
    private let opener: AsyncStream<Void>.Continuation
    private let state = Mutex(false)

    init() {
        (passing, opener) = AsyncStream.makeStream()
    }

    var isOpen: Bool { state.withLock { $0 } }

    func open() {
        state.withLock { $0 = true }
        opener.finish()
    }

    /// One at a time waits.
    func pass() async { for await _ in passing {} }
}
