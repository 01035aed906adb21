import Base
import Synchronization
import Testing

@Suite("Turns")
struct TurnsTests {
    private struct Fault: Error {}

    private final class Seen: Sendable {
        private let state = Mutex<(order: [Int], running: Int, most: Int)>(([], 0, 0))

        var order: [Int] { state.withLock { $0.order } }
        /// At once.
        var most: Int { state.withLock { $0.most } }

        func begin(_ number: Int) {
            state.withLock { state in
                state.order.append(number)
                state.running += 1
                state.most = max(state.most, state.running)
            }
        }

        func end() { state.withLock { $0.running -= 1 } }
    }

    @Test("nothing runs beside another, whatever fails")
    func apart() async {
        let (turns, seen) = (Turns(), Seen())
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    // Some of them fail on purpose.
                    try? await turns.run {
                        seen.begin(number)
                        await Task.yield()
                        seen.end()
                        if number % 7 == 0 { throw Fault() }
                    }
                }
            }
        }
        #expect(seen.order.sorted() == Array(0..<50))
        #expect(seen.most == 1)
    }

    @Test("it gives what was made, and throws what went wrong")
    func results() async throws {
        let turns = Turns()
        #expect(try await turns.run { 7 } == 7)
        await #expect(throws: Fault.self) { try await turns.run { throw Fault() } }
        #expect(try await turns.run { 8 } == 8)
    }

    @Test("who stops waiting leaves what they began to its end")
    func cancelled() async {
        let (turns, seen) = (Turns(), Seen())
        // Somebody who hangs up.
        let waiting = Task {
            try await turns.run {
                await Task.yield()
                seen.begin(1)
            }
        }
        waiting.cancel()
        _ = await waiting.result
        #expect(seen.order == [1])
    }
}
