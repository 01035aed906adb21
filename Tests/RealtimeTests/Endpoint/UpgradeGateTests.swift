import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOWebSocket
@testable import Realtime
import Testing

@Suite("Upgrade gate")
struct UpgradeGateTests {
    private static let whole: HTTPHeaders = [
        "Host": "support.example", "Connection": "Upgrade", "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "switchboard.v1",
    ]

    private static func head(_ change: (inout HTTPHeaders) -> Void = { _ in }) -> HTTPRequestHead {
        var headers = whole
        change(&headers)
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: "/api/v1/realtime", headers: headers)
    }

    @Test("a whole handshake is a WebSocket's, whatever else a browser asks for")
    func wholeHandshake() {
        #expect(UpgradeGate.isWebSocket(Self.head()))
        #expect(
            UpgradeGate.isWebSocket(
                Self.head { $0.replaceOrAdd(name: "Connection", value: "keep-alive, Upgrade") }
            )
        )
    }

    @Test(
        "what is missing or wrong in a handshake makes it a request like any other",
        arguments: [
            ("Sec-WebSocket-Key", ""), ("Sec-WebSocket-Version", "12"), ("Upgrade", "h2c"),
            ("Connection", "close"),
            ("Content-Length", "5"), ("Transfer-Encoding", "chunked"),
        ]
    )
    func wrongHandshake(_ name: String, _ value: String) {
        #expect(!UpgradeGate.isWebSocket(Self.head { $0.replaceOrAdd(name: name, value: value) }))
    }

    @Test("a request that is not welcome goes on without its wish")
    func refused() throws {
        let line = try Line()
        line.channel.pipeline.fireChannelRead(ByteBuffer(string: Line.wish))
        #expect(line.server.heads.isEmpty)

        line.answer.succeed(nil)
        line.channel.embeddedEventLoop.run()

        let head = try #require(line.server.heads.first)
        #expect(!head.headers.contains(name: "Upgrade"))
        #expect(head.headers[RealtimeChannel.refusedUpgrade.rawName] == ["websocket"])
        #expect(line.server.ends == 1)
    }

    @Test("who could not be looked up is told so, and not that there is no session")
    func unavailable() throws {
        let line = try Line()
        line.channel.pipeline.fireChannelRead(ByteBuffer(string: Line.wish))

        line.answer.fail(ChannelError.eof)
        line.channel.embeddedEventLoop.run()

        let head = try #require(line.server.heads.first)
        #expect(head.headers[RealtimeChannel.refusedUpgrade.rawName] == [UpgradeGate.unavailable])
    }

    @Test("an upgrade waits for the answer before it, and takes HTTP off the connection")
    func afterAnother() throws {
        let line = try Line()
        line.channel.pipeline.fireChannelRead(
            ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r\n\r\n" + Line.wish + "rest")
        )
        line.answer.succeed(line.upgrader)
        line.channel.embeddedEventLoop.run()
        #expect(line.server.heads.count == 1)
        #expect(try line.written() == "")

        line.server.answer(.ok)
        line.channel.embeddedEventLoop.run()

        let written = try line.written()
        #expect(written.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(written.contains("HTTP/1.1 101 Switching Protocols\r\n"))
        #expect(written.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
        #expect(line.socket.heard == "rest")
        #expect(line.left == 1)
        #expect(line.server.isGone)
        let operations = line.channel.pipeline.syncOperations
        #expect(throws: ChannelPipelineError.self) { try operations.handler(type: UpgradeGate.self) }
        #expect(throws: ChannelPipelineError.self) { try operations.handler(type: UpgradeGate.Decoder.self) }
        #expect(throws: ChannelPipelineError.self) { try operations.handler(type: HTTPResponseEncoder.self) }
        #expect(line.channel.isActive)
    }

    @Test("requests behind an upgrade that is refused are read, one decoder after the other")
    func behindRefused() throws {
        let line = try Line()
        line.answer.succeed(nil)
        let request = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
        line.channel.pipeline.fireChannelRead(ByteBuffer(string: Line.wish + request + Line.wish + request))
        for count in [2, 4] {
            line.channel.embeddedEventLoop.run()
            #expect(line.server.heads.count == count)
            line.server.answer(.ok)
            line.server.answer(.ok)
        }
        line.channel.embeddedEventLoop.run()
        #expect(line.server.heads.map(\.uri) == ["/api/v1/realtime", "/next", "/api/v1/realtime", "/next"])
    }

    @Test("nothing is read from the connection while an upgrade is held, and reading goes on afterwards")
    func backPressure() throws {
        let line = try Line()
        line.channel.pipeline.fireChannelRead(ByteBuffer(string: Line.wish))
        line.channel.pipeline.read()
        #expect(line.reads.count == 0)

        line.answer.succeed(nil)
        line.channel.embeddedEventLoop.run()
        #expect(line.reads.count == 1)
    }

    @Test("a connection that sends nothing is closed in time, and at once when the server ends")
    func silent() throws {
        for isServerEnding in [false, true] {
            let line = try Line()
            if isServerEnding {
                line.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            } else {
                line.channel.embeddedEventLoop.advanceTime(by: .seconds(29))
                #expect(line.channel.isActive)
                line.channel.embeddedEventLoop.advanceTime(by: .seconds(2))
            }
            #expect(!line.channel.isActive)
            // The pipeline is taken apart a turn of the loop later.
            line.channel.embeddedEventLoop.run()
            #expect(line.left == 1)
        }
    }
}

/// A connection with a gate, HTTP that answers when it is told to, and a WebSocket that remembers what it hears.
private final class Line {
    static let wish = """
        GET /api/v1/realtime HTTP/1.1\r
        Host: support.example\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Protocol: switchboard.v1\r
        \r

        """

    let channel = EmbeddedChannel()
    let answer: EventLoopPromise<UpgradeGate.Upgrader?>
    let server = RequestRecorder()
    let socket = ByteRecorder()
    let reads = ReadCounter()
    private(set) var left = 0

    init() throws {
        answer = channel.eventLoop.makePromise()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.pipeline.syncOperations.addHandler(reads)
        let gate = UpgradeGate(
            patience: .seconds(30),
            to: UpgradeGate.Ways(
                upgrader: { [answer] _ in answer.futureResult },
                serve: { [server] in try $0.pipeline.syncOperations.addHandler(server) },
                left: { [weak self] in self?.left += 1 }
            )
        )
        try gate.stand(in: channel)
    }

    /// A promise that nobody keeps would be a leak; one that is kept stays as it is.
    deinit { answer.succeed(nil) }

    /// Puts a recorder in the place of the WebSocket: frames are other tests' business.
    var upgrader: UpgradeGate.Upgrader {
        let socket = NIOLoopBound(socket, eventLoop: channel.eventLoop)
        return UpgradeGate.Upgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    let gate = try operations.handler(type: UpgradeGate.self)
                    try operations.addHandler(socket.value, position: .after(gate))
                }
            }
        )
    }

    func written() throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        return text
    }
}

/// HTTP's end: counts requests, and answers the next when it is told to.
private final class RequestRecorder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private(set) var heads: [HTTPRequestHead] = []
    private(set) var ends = 0
    private(set) var isGone = false
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        isGone = true
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): heads.append(head)
        case .body: break
        case .end: ends += 1
        }
    }

    func answer(_ status: HTTPResponseStatus) {
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["Content-Length": "0"])
        context?.write(wrapOutboundOut(.head(head)), promise: nil)
        context?.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

private final class ByteRecorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private(set) var heard = ""

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard += String(buffer: unwrapInboundIn(data))
    }
}

private final class ReadCounter: ChannelDuplexHandler {
    typealias InboundIn = Any
    typealias OutboundIn = Any
    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}
