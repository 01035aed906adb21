import NIOCore

/// How much is read from a connection at once: little, until more comes time after time.
///
/// NIO keeps a buffer of the largest size that it read with for as long as the connection lives, and begins with 2048
/// bytes (swift-nio 2.101, `NIOPooledRecvBufferAllocator`): a third of what an idle connection takes. The request of a
/// browser that becomes a WebSocket is read in two parts instead; whoever sends a file has larger buffers soon.
struct PatientReceiving: RecvByteBufferAllocator {
    /// Bytes.
    private static let initial = 512

    private var adaptive = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: initial, maximum: 65_536)
    private var wasFull = false

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer { adaptive.buffer(allocator: allocator) }

    func nextBufferSize() -> Int? { adaptive.nextBufferSize() }

    mutating func record(actualReadBytes: Int) -> Bool {
        let isFull = actualReadBytes >= adaptive.nextBufferSize() ?? Self.initial
        defer { wasFull = isFull }
        // What follows a first full buffer may be the little that is left.
        guard wasFull || !isFull else { return false }
        return adaptive.record(actualReadBytes: actualReadBytes)
    }
}
