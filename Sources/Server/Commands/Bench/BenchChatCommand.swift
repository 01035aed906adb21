import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import NIOWebSocket

/// `switchboard bench chat`: durable messages a second, and how long one takes from its sender to its reader.
struct BenchChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Write to many conversations at once, each with a sender and a reader."
    )

    @OptionGroup var target: BenchTarget

    @Option(
        help: "The port of a further node; a sender and their reader are on different ones. May be repeated."
    )
    var furtherPort: [Int] = []

    @Option(help: "How many conversations.")
    var conversations = 200

    @Option(help: "How many messages each sender has under way at most.")
    var window = 8

    @Option(help: "How long, in seconds, after two seconds of warm-up or more.")
    var seconds = 10

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let nodes = ([target.port] + furtherPort).map {
            BenchTargetAddress(host: target.host, port: $0)
        }
        let tally = BenchTally()
        let window = window
        let pairs = try await inParallel(conversations, atOnce: 20) { number in
            let (here, there) = (nodes[number % nodes.count], nodes[(number + 1) % nodes.count])
            let people = BenchPeople(here)
            let token = try await people.guest()
            let conversation = try await people.ticket(token)
            let reader = try await BenchSocket(target: there, group: group).connect(token: token) {
                BenchReader(conversation: conversation, tally: tally)
            }
            let sender = try await BenchSocket(target: here, group: group).connect(token: token) {
                BenchSender(conversation: conversation, window: window, tally: tally)
            }
            return (reader: reader, sender: sender)
        }
        // Readers first, so that none misses what it is to hear.
        let channels = pairs.map(\.reader) + pairs.map(\.sender)
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(BenchStart()) }
        let (rate, heard, latencies) = try await tally.count(for: seconds, of: conversations)
        BenchReport.say([
            "conversations": Double(conversations),
            "nodes": Double(nodes.count),
            "window": Double(window),
            "messages_per_second": rate,
            "share_heard": heard,
            "p50_ms": latencies.milliseconds(within: 0.5),
            "p99_ms": latencies.milliseconds(within: 0.99),
        ])
        for channel in channels { channel.close(promise: nil) }
        try await group.shutdownGracefully()
    }
}

/// Writes messages, the next one when one is acknowledged.
private final class BenchSender: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let conversation: String
    private let window: Int
    private let tally: BenchTally

    init(conversation: String, window: Int, tally: BenchTally) {
        self.conversation = conversation
        self.window = window
        self.tally = tally
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is BenchStart else { return context.fireUserInboundEventTriggered(event) }
        for _ in 0..<window { send(context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.unmaskedData.readableBytesView.position(after: Array(#""op":"ack""#.utf8)) != nil else {
            return
        }
        tally.acknowledge()
        if tally.isRunning { send(context) }
    }

    private func send(_ context: ChannelHandlerContext) {
        let text = """
            {"op":"send","conversation":"\(conversation)","client_id":"\(UUID().uuidString)",\
            "body":"\(BenchMessage.body)"}
            """
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(benchText: text, context.channel.allocator)),
            promise: nil
        )
    }
}

/// Hears one conversation.
private final class BenchReader: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let conversation: String
    private let tally: BenchTally

    init(conversation: String, tally: BenchTally) {
        self.conversation = conversation
        self.tally = tally
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is BenchStart else { return context.fireUserInboundEventTriggered(event) }
        let text = #"{"op":"subscribe","conversation":"\#(conversation)","after_seq":0}"#
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(benchText: text, context.channel.allocator)),
            promise: nil
        )
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        tally.receive(frame.unmaskedData.readableBytesView)
    }
}
