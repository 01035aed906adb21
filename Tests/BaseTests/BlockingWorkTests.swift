import Base
import Dispatch
import Testing

@Suite("Blocking work")
struct BlockingWorkTests {
    @Test("what waits for other machines holds up nothing else")
    func remote() async throws {
        let mayGoOn = DispatchSemaphore(value: 0)
        let waiting = (0..<20).map { _ in
            // Beside what the test does meanwhile.
            Task { try await BlockingWork.run(.remote) { mayGoOn.wait(timeout: .now() + 20) == .success } }
        }
        // More than there can be threads for.
        for number in 0..<100 { #expect(try await BlockingWork.run { number } == number) }
        #expect(try await BlockingWork.run(.long) { 42 } == 42)

        for _ in waiting { mayGoOn.signal() }
        for each in waiting { #expect(try await each.value) }
    }
}
