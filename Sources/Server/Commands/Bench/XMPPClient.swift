import Foundation
import NIOCore
import NIOPosix

/// As much of an XMPP client as a load needs: it signs in over plain TCP and is available.
enum XMPPClient {
    static let resource = "load"

    /// Why nobody was signed in.
    enum Failure: Error {
        case refused(String)
        case closed
    }

    /// Opens a stream, signs in with SASL PLAIN, binds a resource and sends presence (RFC 6120 §4, §6, §7).
    static func connect(
        to server: BenchTargetAddress,
        _ domain: String,
        as user: String,
        _ group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        let stream = """
            <?xml version='1.0'?><stream:stream to='\(domain)' version='1.0' xmlns='jabber:client' \
            xmlns:stream='http://etherx.jabber.org/streams'>
            """
        let credentials = Data("\u{0}\(user)\u{0}password".utf8).base64EncodedString()
        let steps = [
            XMPPSignIn.Step(says: stream, untilHeard: "</stream:features>"),
            XMPPSignIn.Step(
                says:
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>\(credentials)</auth>",
                untilHeard: "<success"
            ),
            XMPPSignIn.Step(says: stream, untilHeard: "</stream:features>"),
            XMPPSignIn.Step(
                says: """
                    <iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\
                    <resource>\(resource)</resource></bind></iq>
                    """,
                untilHeard: "</bind>"
            ),
            XMPPSignIn.Step(says: "<presence/>", untilHeard: "<presence"),
        ]
        let done = group.any().makePromise(of: Void.self)
        do {
            let channel = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(XMPPSignIn(steps, done: done))
                    }
                }
                .connect(host: server.host, port: server.port).get()
            try await done.futureResult.get()
            return channel
        } catch {
            done.fail(error)
            throw error
        }
    }
}

/// Says what is to be said, each when the one before was answered, and leaves.
private final class XMPPSignIn: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    struct Step: Sendable {
        let says: String
        let untilHeard: String
    }

    private var steps: ArraySlice<Step>
    private var heard = ""
    private let done: EventLoopPromise<Void>

    init(_ steps: [Step], done: EventLoopPromise<Void>) {
        self.steps = steps[...]
        self.done = done
    }

    func channelActive(context: ChannelHandlerContext) {
        say(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let step = steps.first else { return }
        heard += String(buffer: unwrapInboundIn(data))
        if heard.contains("<failure") || heard.contains("<stream:error") {
            return done.fail(XMPPClient.Failure.refused(heard))
        }
        guard heard.contains(step.untilHeard) else { return }
        heard = ""
        steps = steps.dropFirst()
        say(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(XMPPClient.Failure.closed)
    }

    private func say(_ context: ChannelHandlerContext) {
        guard let step = steps.first else {
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            return done.succeed()
        }
        let text = context.channel.allocator.buffer(string: step.says)
        context.writeAndFlush(wrapOutboundOut(text), promise: nil)
    }
}

/// Hears what the sender writes; with each message that came the next one goes.
final class XMPPReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let end = Array("</message>".utf8)

    private let recipient: String
    private let sender: any Channel
    private let window: Int
    private let tally: BenchTally
    private var heard = ByteBuffer()

    init(recipient: String, sender: any Channel, window: Int, tally: BenchTally) {
        self.recipient = recipient
        self.sender = sender
        self.window = window
        self.tally = tally
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is BenchStart else { return context.fireUserInboundEventTriggered(event) }
        for _ in 0..<window { send() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        heard.writeBuffer(&part)
        while let end = heard.readableBytesView.position(after: Self.end),
            let message = heard.readSlice(length: end - heard.readerIndex)
        {
            tally.receive(message.readableBytesView)
            tally.acknowledge()
            if tally.isRunning { send() }
        }
        heard.discardReadBytes()
    }

    private func send() {
        let text = """
            <message to='\(recipient)' type='chat' id='\(UUID().uuidString)'><body>\(BenchMessage.body)</body></message>
            """
        sender.writeAndFlush(sender.allocator.buffer(string: text), promise: nil)
    }
}
