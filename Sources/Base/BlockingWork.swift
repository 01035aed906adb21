import Dispatch
import Foundation
import Synchronization

/// Work that would hold up an event loop or the cooperative threads: password hashing, file access, large texts.
///
/// It has threads of its own: on Linux Dispatch's global queue is where Swift's tasks run as well, and no more of it at a
/// time than there are cores, so that two busy bodies there stop everything else.
package struct BlockingWork: Sendable {
    /// How long a body may take.
    package enum Length: Sendable {
        /// Part of a second; some run at the same time.
        case short
        /// Seconds; they run one after the other, so that they leave room for everything else.
        case long
        /// As long as another machine likes, such as the look-up of a host; the others do not wait behind it.
        case remote
    }

    private static let shared = BlockingWork()

    private let lanes = Lanes(max(4, 2 * ProcessInfo.processInfo.activeProcessorCount))
    private let remoteLanes = Lanes(8)
    private let longLane = DispatchQueue(label: "switchboard.long-work")

    /// Threads beside those that the program shares.
    package init() {}

    /// Runs a body on one of the program's threads made for waiting.
    package static func run<Value: Sendable>(
        _ length: Length = .short,
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await shared.run(length, body)
    }

    /// Runs a body on a thread made for waiting.
    package func run<Value: Sendable>(
        _ length: Length = .short,
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            switch length {
            case .short: lanes.run { continuation.resume(with: Result { try body() }) }
            case .remote: remoteLanes.run { continuation.resume(with: Result { try body() }) }
            case .long: longLane.async { continuation.resume(with: Result { try body() }) }
            }
        }
    }
}

/// Serial queues, each of which has its own thread while it works; the least busy one is taken.
private final class Lanes: Sendable {
    private let queues: [DispatchQueue]
    /// How many bodies each queue has.
    private let loads: Mutex<[Int]>

    init(_ count: Int) {
        queues = (0..<count).map { DispatchQueue(label: "switchboard.blocking-work-\($0)") }
        loads = Mutex(Array(repeating: 0, count: count))
    }

    func run(_ body: @escaping @Sendable () -> Void) {
        let lane = loads.withLock { loads in
            let lane = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[lane] += 1
            return lane
        }
        queues[lane].async {
            body()
            self.loads.withLock { $0[lane] -= 1 }
        }
    }
}
