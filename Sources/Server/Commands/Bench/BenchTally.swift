import Foundation
import NIOCore
import Synchronization

/// What was counted between beginning and end.
final class BenchTally: Sendable {
    private struct State {
        var isCounting = false
        var isOver = false
        var acknowledged = 0
        var latencies: [Int64] = []
    }

    private let state = Mutex(State())

    /// Two seconds, and one more for each thousand.
    private static func warmUp(_ pairs: Int) -> Duration { .seconds(2 + pairs / 1000) }

    /// Whether senders go on.
    var isRunning: Bool { state.withLock { !$0.isOver } }

    /// Counts for a time, after a warm-up.
    ///
    /// - `pairs`: How many there are: more take longer to begin.
    ///
    /// Returns: Messages acknowledged a second, of them the share that reached a reader, and how long each took.
    func count(
        for seconds: Int,
        of pairs: Int
    ) async throws -> (rate: Double, heard: Double, latencies: Latencies) {
        try await Task.sleep(for: Self.warmUp(pairs))
        state.withLock { $0.isCounting = true }
        let began = ContinuousClock.now
        try await Task.sleep(for: .seconds(seconds))
        let (acknowledged, latencies) = state.withLock { state in
            state.isCounting = false
            state.isOver = true
            return (state.acknowledged, state.latencies)
        }
        let took = (ContinuousClock.now - began) / .seconds(1)
        let heard = Double(latencies.count) / Double(max(1, acknowledged))
        return ((Double(acknowledged) / took).rounded(), heard, Latencies(latencies))
    }

    func acknowledge() {
        state.withLock { state in
            if state.isCounting { state.acknowledged += 1 }
        }
    }

    /// Notes a message that reached its reader.
    func receive(_ text: ByteBufferView) {
        guard let start = text.position(after: BenchMessage.mark) else { return }
        let digits = text[start...].prefix { (48...57).contains($0) }
        let sentAt = digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
        let took = Int64(clamping: DispatchTime.now().uptimeNanoseconds) - sentAt
        state.withLock { state in
            if state.isCounting { state.latencies.append(took) }
        }
    }
}

/// What is written, the same to whatever is measured.
enum BenchMessage {
    static let mark = Array("sent at t".utf8)

    /// A text that says when it was sent.
    static var body: String {
        "My withdrawal has not arrived, sent at t\(DispatchTime.now().uptimeNanoseconds)t"
    }
}

/// Tells a reader or sender to begin: NIO's upgrade handler refuses what is written before it has left the pipeline.
struct BenchStart: Sendable {}

/// Looking for text in bytes: the load must cost little beside what it measures.
extension ByteBufferView {
    /// Where something ends that stands in the bytes; nil when it does not.
    func position(after wanted: [UInt8]) -> Index? {
        guard let first = wanted.first else { return startIndex }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            rest = self[start...]
            if rest.starts(with: wanted) { return start + wanted.count }
            rest = self[(start + 1)...]
        }
        return nil
    }
}

/// Does something for each number below a count, some at a time: an accept queue is short.
///
/// Returns: What came of it, in the order of the numbers.
func inParallel<Value: Sendable>(
    _ count: Int,
    atOnce most: Int,
    _ work: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    var done: [Value] = []
    while done.count < count {
        let numbers = done.count..<min(count, done.count + most)
        done += try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for number in numbers {
                group.addTask { (number, try await work(number)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
    return done
}
