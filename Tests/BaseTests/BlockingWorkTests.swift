import Base
import Dispatch
import Testing

@Suite("Blocking work")
struct BlockingWorkTests {
    @Test("what waits for other machines holds up nothing else")
    func remote() async throws {
        let work = BlockingWork()
        let mayGoOn = DispatchSemaphore(value: 0)
        let waiting = (0..<20).map { _ in
            // Beside what the test does meanwhile.
            Task { try await work.run(.remote) { mayGoOn.wait() } }
        }
        // More than there can be threads for; were they behind those who wait, the test would not end.
        for number in 0..<100 { #expect(try await work.run { number } == number) }
        #expect(try await work.run(.long) { 42 } == 42)

        for _ in waiting { mayGoOn.signal() }
        for each in waiting { try await each.value }
    }
}
