import NIOCore
@testable import Realtime
import Testing

@Suite("Patient receiving")
struct PatientReceivingTests {
    @Test("a request of a browser is read in two parts and leaves the buffer small")
    func request() {
        var receiving = PatientReceiving()
        #expect(receiving.record(actualReadBytes: 512) == false)
        #expect(receiving.record(actualReadBytes: 300) == false)
        #expect(receiving.nextBufferSize() == 512)
        #expect(receiving.buffer(allocator: ByteBufferAllocator()).capacity == 512)
    }

    @Test("what fills one buffer after the other is read with larger ones, up to 64 KiB")
    func file() {
        var receiving = PatientReceiving()
        var sizes: [Int] = []
        for _ in 0..<12 {
            let size = receiving.nextBufferSize() ?? 0
            sizes.append(size)
            _ = receiving.record(actualReadBytes: size)
        }
        #expect(sizes.prefix(4) == [512, 512, 1024, 2048])
        #expect(sizes.last == 65_536)
    }

    @Test("whoever sends little again is read with smaller ones")
    func little() {
        var receiving = PatientReceiving()
        for _ in 0..<4 { _ = receiving.record(actualReadBytes: receiving.nextBufferSize() ?? 0) }
        let largest = receiving.nextBufferSize() ?? 0
        for _ in 0..<10 { _ = receiving.record(actualReadBytes: 40) }
        #expect(receiving.nextBufferSize() ?? 0 < largest)
    }
}
