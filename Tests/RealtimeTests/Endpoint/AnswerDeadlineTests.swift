import Base
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
@testable import Realtime
import Testing

@Suite("Answers that nobody takes")
struct AnswerDeadlineTests {
    @Test("nothing of an answer leaves in time: the connection ends")
    func untaken() throws {
        let line = try Line()
        line.answer(100_000)
        line.advance(by: 74)
        #expect(line.channel.isActive)
        line.advance(by: 2)
        #expect(!line.channel.isActive)
    }

    @Test("a client that takes a part of it in time is slow and no more")
    func slow() throws {
        let line = try Line()
        line.answer(3 * AnswerDeadline.part + 5)
        #expect(line.socket.sizes == [AnswerDeadline.part, AnswerDeadline.part, AnswerDeadline.part, 5])
        for _ in 1...3 {
            line.advance(by: 74)
            line.socket.take()
        }
        line.advance(by: 74)
        #expect(line.channel.isActive)
        line.socket.take()
        line.isFull = false
        line.advance(by: 1_000)
        #expect(line.channel.isActive)
        // What it was slow with before does not count.
        line.answer(10)
        line.advance(by: 74)
        #expect(line.channel.isActive)
        line.advance(by: 2)
        #expect(!line.channel.isActive)
    }

    @Test(
        "a client that asks and does not read is hung up on, and what answers it is let go",
        .timeLimit(.minutes(60))
    )
    func sockets() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let channel = RealtimeChannel(
            responder: { _, writer, _ in
                // More than both ends of a connection buffer.
                let content = ByteBuffer(repeating: 65, count: 64 * 1_048_576)
                try await writer.write(
                    response: HTTPResponse(status: .ok),
                    body: ResponseBody(byteBuffer: content)
                )
            },
            gateway: Nobody(),
            hub: Hub(bus: InProcessEventBus()),
            registry: ConnectionRegistry(),
            limits: RealtimeLimits(),
            clock: SystemClock(),
            idle: .milliseconds(200)
        )
        let server = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0) { connection in
            channel.setup(channel: connection, logger: logger)
        }
        try await server.executeThenClose { connections in
            let client = try await ClientBootstrap(group: group)
                .channelOption(.autoRead, value: false)
                .connect(to: try #require(server.channel.localAddress))
                .get()
            try await client.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
            var accepted = connections.makeAsyncIterator()
            let connection = try #require(try await accepted.next())

            // It ends, though the client neither reads nor leaves.
            await channel.handle(value: connection, logger: logger)

            #expect(!connection.channel.isActive)
            try await client.close()
        }
    }
}

/// Somebody who is never asked: nothing here becomes a WebSocket.
private struct Nobody: RealtimeGateway {
    func participant(
        for head: HTTPRequest,
        token: String?,
        peer: String?
    ) async throws -> (any RealtimeParticipant)? { nil }

    func heads(of topics: [String]) async throws -> [String: Head] { [:] }

    func holding(_ sessions: [RealtimeSession]) async throws -> Set<RealtimeSession> { [] }
}

/// A connection whose client takes something when it is told to.
private final class Line {
    let channel = EmbeddedChannel()
    let socket = Socket()

    init() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.pipeline.syncOperations.addHandlers([
            socket, AnswerDeadline(patience: .seconds(75)),
        ])
    }

    /// Whether there is no room for more.
    var isFull: Bool {
        get { !channel.isWritable }
        set {
            channel.isWritable = !newValue
            channel.pipeline.fireChannelWritabilityChanged()
        }
    }

    func answer(_ size: Int) {
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(repeating: 65, count: size)))
        channel.pipeline.syncOperations.writeAndFlush(NIOAny(part), promise: nil)
        isFull = true
    }

    func advance(by seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }
}

/// What was written and is not taken.
private final class Socket: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart

    private var waiting: [(size: Int, promise: EventLoopPromise<Void>?)] = []

    var sizes: [Int] { waiting.map(\.size) }

    func take() { waiting.removeFirst().promise?.succeed() }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .body(.byteBuffer(let bytes)) = unwrapOutboundIn(data) else { return }
        waiting.append((bytes.readableBytes, promise))
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        for each in waiting { each.promise?.fail(ChannelError.ioOnClosedChannel) }
        waiting = []
        context.close(mode: mode, promise: promise)
    }
}
