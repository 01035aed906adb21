import Synchronization

/// What happened, in order, noted from any thread.
package final class Recorder: Sendable {
    private let notes = Mutex<[String]>([])

    package init() {}

    package func add(_ note: String) {
        notes.withLock { $0.append(note) }
    }

    package var all: [String] { notes.withLock { $0 } }
}
