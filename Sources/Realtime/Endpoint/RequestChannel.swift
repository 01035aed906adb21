import NIOCore
import NIOHTTP1
import Synchronization

/// What requests and answers go through: a channel of its own on the connection, as HTTP/2 has one for each stream.
///
/// `NIOAsyncChannel` closes the channel that it wraps when it is done, its handler cannot be removed from the pipeline,
/// and a task waits beside it for the end (swift-nio 2.101). So HTTP gets this channel and ends with it: a connection that
/// becomes a WebSocket after other requests keeps nothing of them.
///
/// `@unchecked Sendable`: what changes is atomic or touched on the event loop only.
final class RequestChannel: Channel, ChannelCore, @unchecked Sendable {
    let eventLoop: any EventLoop
    private let connection: any Channel
    private let end: EventLoopPromise<Void>
    private let isOpen = Atomic(true)
    private weak var gate: UpgradeGate?
    private lazy var handlers = ChannelPipeline(channel: self)

    init(on connection: any Channel, behind gate: UpgradeGate) {
        self.eventLoop = connection.eventLoop
        self.connection = connection
        self.gate = gate
        self.end = connection.eventLoop.makePromise()
        // Made here, on the event loop: afterwards it is only read.
        _ = handlers
    }

    /// Ends HTTP and leaves the connection as it is: whoever reads or writes here finds the channel closed.
    func leave() {
        guard isOpen.exchange(false, ordering: .relaxed) else { return }
        gate = nil
        handlers.syncOperations.fireChannelInactive()
        // A handler may be at work further up the stack.
        eventLoop.assumeIsolated().execute {
            self.removeHandlers(pipeline: self.handlers)
            self.end.succeed()
        }
    }

    // MARK: Channel

    var pipeline: ChannelPipeline { handlers }
    var closeFuture: EventLoopFuture<Void> { end.futureResult }
    var allocator: ByteBufferAllocator { connection.allocator }
    var parent: (any Channel)? { connection }
    var localAddress: SocketAddress? { connection.localAddress }
    var remoteAddress: SocketAddress? { connection.remoteAddress }
    var isActive: Bool { isOpen.load(ordering: .relaxed) && connection.isActive }
    var isWritable: Bool { connection.isWritable }
    var _channelCore: any ChannelCore { self }
    var syncOptions: (any NIOSynchronousChannelOptions)? { connection.syncOptions }

    func setOption<Option: ChannelOption>(_ option: Option, value: Option.Value) -> EventLoopFuture<Void> {
        connection.setOption(option, value: value)
    }

    func getOption<Option: ChannelOption>(_ option: Option) -> EventLoopFuture<Option.Value> {
        connection.getOption(option)
    }

    // MARK: What comes from its handlers

    func localAddress0() throws -> SocketAddress { try connection._channelCore.localAddress0() }
    func remoteAddress0() throws -> SocketAddress { try connection._channelCore.remoteAddress0() }

    func write0(_ data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let gate else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        gate.answer(unwrapData(data, as: HTTPServerResponsePart.self), promise)
    }

    func flush0() { gate?.flush() }

    func read0() { gate?.readForHTTP() }

    func close0(error: any Error, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard let gate else {
            promise?.fail(ChannelError.alreadyClosed)
            return
        }
        gate.close(mode, promise)
    }

    func triggerUserOutboundEvent0(_ event: Any, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    func register0(promise: EventLoopPromise<Void>?) { promise?.fail(ChannelError.operationUnsupported) }

    func registerAlreadyConfigured0(promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    func bind0(to: SocketAddress, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    func connect0(to: SocketAddress, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.operationUnsupported)
    }

    /// What no handler took is nobody's: `NIOAsyncChannel` passes on even what it did take.
    func channelRead0(_ data: NIOAny) {}

    /// The connection's own handlers have seen it.
    func errorCaught0(error: any Error) {}
}
