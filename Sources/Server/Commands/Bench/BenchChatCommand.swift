import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import NIOWebSocket
import Synchronization

/// `switchboard bench chat`: durable messages a second, and how long one takes from its sender to its reader.
struct BenchChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Write to many conversations at once, each with a sender and a reader."
    )

    @OptionGroup var target: BenchTarget

    @Option(help: "How many conversations.")
    var conversations = 200

    @Option(help: "How many messages each sender has under way at most.")
    var window = 8

    @Option(help: "How long, in seconds, after two seconds of warm-up.")
    var seconds = 10

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let address = BenchTargetAddress(host: target.host, port: target.port)
        let socket = BenchSocket(target: address, group: group)
        let people = BenchPeople(address)
        let tally = BenchTally()
        let window = window
        var senders: [any Channel] = []
        var channels: [any Channel] = []
        for _ in 0..<conversations {
            let token = try await people.guest()
            let conversation = try await people.ticket(token)
            channels.append(
                try await socket.connect(token: token) {
                    BenchReader(conversation: conversation, tally: tally)
                }
            )
            senders.append(
                try await socket.connect(token: token) {
                    BenchSender(conversation: conversation, window: window, tally: tally)
                }
            )
        }
        // Readers first, so that none misses what it is to hear.
        for channel in channels + senders { channel.pipeline.fireUserInboundEventTriggered(BenchStart()) }
        try await Task.sleep(for: .seconds(2))
        tally.begin()
        let began = ContinuousClock.now
        try await Task.sleep(for: .seconds(seconds))
        let (acknowledged, latencies) = tally.end()
        let took = (ContinuousClock.now - began) / .seconds(1)
        BenchReport.say([
            "conversations": Double(conversations),
            "window": Double(window),
            "messages_per_second": (Double(acknowledged) / took).rounded(),
            "p50_ms": latencies.milliseconds(within: 0.5),
            "p99_ms": latencies.milliseconds(within: 0.99),
        ])
        for channel in senders + channels { channel.close(promise: nil) }
        try await group.shutdownGracefully()
    }
}

/// Tells a reader or sender to begin: NIO's upgrade handler refuses what is written before it has left the pipeline.
private struct BenchStart: Sendable {}

/// What was counted between beginning and end.
private final class BenchTally: Sendable {
    private struct State {
        var isCounting = false
        var isOver = false
        var acknowledged = 0
        var latencies: [Int64] = []
    }

    private let state = Mutex(State())

    /// Whether senders go on.
    var isRunning: Bool { state.withLock { !$0.isOver } }

    func begin() {
        state.withLock { $0.isCounting = true }
    }

    func end() -> (acknowledged: Int, latencies: Latencies) {
        state.withLock { state in
            state.isCounting = false
            state.isOver = true
            return (state.acknowledged, Latencies(state.latencies))
        }
    }

    func acknowledge() {
        state.withLock { state in
            if state.isCounting { state.acknowledged += 1 }
        }
    }

    func receive(sentAt nanoseconds: Int64) {
        let took = Int64(clamping: DispatchTime.now().uptimeNanoseconds) - nanoseconds
        state.withLock { state in
            if state.isCounting { state.latencies.append(took) }
        }
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
        let now = DispatchTime.now().uptimeNanoseconds
        let text = """
            {"op":"send","conversation":"\(conversation)","client_id":"\(UUID().uuidString)",\
            "body":"My withdrawal has not arrived, sent at t\(now)t"}
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

    private static let mark = Array("sent at t".utf8)

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
        let bytes = frame.unmaskedData.readableBytesView
        guard let start = bytes.position(after: Self.mark) else { return }
        let digits = bytes[start...].prefix { (48...57).contains($0) }
        tally.receive(sentAt: digits.reduce(0) { $0 * 10 + Int64($1 - 48) })
    }
}

/// Looking for text in bytes: the load must cost little beside what it measures.
extension ByteBufferView {
    /// Where something ends that stands in the bytes; nil when it does not.
    fileprivate func position(after wanted: [UInt8]) -> Index? {
        guard let first = wanted.first else { return startIndex }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            rest = self[start...]
            if rest.starts(with: wanted) { return start + wanted.count }
            rest = self[(start + 1)...]
        }
        return nil
    }
}
