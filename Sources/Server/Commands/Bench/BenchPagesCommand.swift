import ArgumentParser
import Foundation
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// `switchboard bench pages`: answers a second for an address, the next request when one was answered.
struct BenchPagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages",
        abstract: "Ask for one address again and again on some connections."
    )

    @OptionGroup var target: BenchTarget

    @Option(help: "The address.")
    var path = "/"

    @Option(help: "A session's token, for addresses that need one.")
    var token: String?

    @Option(help: "How many connections.")
    var connections = 32

    @Option(help: "How long, in seconds, after a second of warm-up.")
    var seconds = 5

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let tally = BenchAnswers()
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
        head.headers.add(name: "Host", value: "\(target.host):\(target.port)")
        if let token { head.headers.add(name: "Authorization", value: "Bearer \(token)") }
        let request = head
        var channels: [any Channel] = []
        for _ in 0..<connections {
            let channel = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(
                            BenchAsker(request: request, tally: tally)
                        )
                    }
                }
                .connect(host: target.host, port: target.port).get()
            channels.append(channel)
        }
        try await Task.sleep(for: .seconds(1))
        tally.begin()
        let began = ContinuousClock.now
        try await Task.sleep(for: .seconds(seconds))
        let (answers, failures, latencies) = tally.end()
        let took = (ContinuousClock.now - began) / .seconds(1)
        BenchReport.say([
            "answers_per_second": (Double(answers) / took).rounded(),
            "failures": Double(failures),
            "p50_ms": latencies.milliseconds(within: 0.5),
            "p99_ms": latencies.milliseconds(within: 0.99),
        ])
        for channel in channels { channel.close(promise: nil) }
        try await group.shutdownGracefully()
    }
}

/// What was answered between beginning and end.
private final class BenchAnswers: Sendable {
    private struct State {
        var isCounting = false
        var answers = 0
        var failures = 0
        var latencies: [Int64] = []
    }

    private let state = Mutex(State())

    func begin() {
        state.withLock { $0.isCounting = true }
    }

    func end() -> (answers: Int, failures: Int, latencies: Latencies) {
        state.withLock { state in
            state.isCounting = false
            return (state.answers, state.failures, Latencies(state.latencies))
        }
    }

    func answer(isSuccess: Bool, after nanoseconds: Int64) {
        state.withLock { state in
            guard state.isCounting else { return }
            state.answers += 1
            state.failures += isSuccess ? 0 : 1
            state.latencies.append(nanoseconds)
        }
    }
}

/// Asks, reads the answer, asks again.
private final class BenchAsker: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: HTTPRequestHead
    private let tally: BenchAnswers
    private var askedAt: UInt64 = 0
    private var isSuccess = false

    init(request: HTTPRequestHead, tally: BenchAnswers) {
        self.request = request
        self.tally = tally
    }

    func channelActive(context: ChannelHandlerContext) {
        ask(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): isSuccess = head.status == .ok
        case .body: break
        case .end:
            let took = DispatchTime.now().uptimeNanoseconds - askedAt
            tally.answer(isSuccess: isSuccess, after: Int64(clamping: took))
            ask(context)
        }
    }

    private func ask(_ context: ChannelHandlerContext) {
        askedAt = DispatchTime.now().uptimeNanoseconds
        context.write(wrapOutboundOut(.head(request)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

/// `switchboard bench plain-text`: Hummingbird with one route and no middleware, to compare pages with.
struct BenchPlainTextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plain-text",
        abstract: "Serve a plain text at /, as fast as the HTTP library can."
    )

    @Option(help: "The port to listen on.")
    var port = 8090

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in "Hello, world!" }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port))
        )
        try await application.runService()
    }
}
