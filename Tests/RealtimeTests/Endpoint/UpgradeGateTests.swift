import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
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

    @Test("a request that is not welcome goes on without its wish, with the body that came meanwhile")
    func refused() throws {
        let channel = EmbeddedChannel()
        let answer = channel.eventLoop.makePromise(of: Bool.self)
        let gate = UpgradeGate(patience: .seconds(30)) { _ in answer.futureResult }
        try channel.pipeline.syncOperations.addHandler(gate)
        try channel.writeInbound(HTTPServerRequestPart.head(Self.head()))
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        #expect(try channel.readInbound(as: HTTPServerRequestPart.self) == nil)

        answer.succeed(false)
        channel.embeddedEventLoop.run()

        let passed = try channel.readInbound(as: HTTPServerRequestPart.self)
        guard case .head(let head)? = passed else {
            Issue.record("\(String(describing: passed)) is no head")
            return
        }
        #expect(!head.headers.contains(name: "Upgrade"))
        #expect(head.headers[RealtimeChannel.refusedUpgrade.rawName] == ["websocket"])
        #expect(try channel.readInbound(as: HTTPServerRequestPart.self) == .end(nil))
    }

    @Test("who could not be looked up is told so, and not that there is no session")
    func unavailable() throws {
        let channel = EmbeddedChannel()
        let answer = channel.eventLoop.makePromise(of: Bool.self)
        let gate = UpgradeGate(patience: .seconds(30)) { _ in answer.futureResult }
        try channel.pipeline.syncOperations.addHandler(gate)
        try channel.writeInbound(HTTPServerRequestPart.head(Self.head()))

        answer.fail(ChannelError.eof)
        channel.embeddedEventLoop.run()

        guard case .head(let head)? = try channel.readInbound(as: HTTPServerRequestPart.self) else {
            Issue.record("no head came through")
            return
        }
        #expect(head.headers[RealtimeChannel.refusedUpgrade.rawName] == [UpgradeGate.unavailable])
    }

    @Test("a connection that sends nothing is closed in time, and at once when the server ends")
    func silent() throws {
        for event in [false, true] {
            let channel = EmbeddedChannel()
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            let gate = UpgradeGate(patience: .seconds(30)) { _ in nil }
            try channel.pipeline.syncOperations.addHandler(gate)
            if event {
                channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            } else {
                channel.embeddedEventLoop.advanceTime(by: .seconds(29))
                #expect(channel.isActive)
                channel.embeddedEventLoop.advanceTime(by: .seconds(2))
            }
            #expect(!channel.isActive)
        }
    }
}
