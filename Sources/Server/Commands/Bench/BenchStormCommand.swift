import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import NIOWebSocket
import Synchronization

/// `switchboard bench storm`: everybody is cut off at once and comes back within seconds, to what was missed meanwhile.
struct BenchStormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storm",
        abstract: "Let all clients drop, write to them, and let them return at once."
    )

    @OptionGroup var target: BenchTarget

    @Option(help: "How many clients.")
    var count = 10_000

    @Option(help: "How many conversations they share.")
    var conversations = 500

    @Option(help: "Within how many seconds they return.")
    var over = 10

    @Option(help: "How many messages each conversation gets while they are away.")
    var missed = 5

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let address = BenchTargetAddress(host: target.host, port: target.port)
        let storm = Storm(
            socket: BenchSocket(target: address, group: group),
            subjects: try await subjects(BenchPeople(address)),
            count: count
        )
        _ = try await storm.gather(within: .seconds(max(over, count / 1000)))
        try await storm.scatter()
        try await write(BenchPeople(address), storm)
        let (took, times) = try await storm.gather(within: .seconds(over))
        BenchReport.say([
            "clients": Double(count),
            "conversations": Double(conversations),
            "over_seconds": Double(over),
            "missed_each": Double(missed),
            "complete": Double(storm.complete),
            "out_of_order": Double(storm.outOfOrder),
            "refused_and_tried_again": Double(storm.retries),
            "seconds_until_all_complete": took / .seconds(1),
            "p50_ms": times.milliseconds(within: 0.5),
            "p99_ms": times.milliseconds(within: 0.99),
            "resident_mib": Double(target.residentMemory ?? 0) / 1_048_576,
        ])
        try await storm.scatter()
        try await group.shutdownGracefully()
        if storm.complete < count || storm.outOfOrder > 0 { throw ExitCode.failure }
    }

    private func subjects(_ people: BenchPeople) async throws -> [Storm.Subject] {
        var subjects: [Storm.Subject] = []
        for _ in 0..<conversations {
            let token = try await people.guest()
            subjects.append(.init(conversation: try await people.ticket(token), token: token))
        }
        return subjects
    }

    /// Writes what they miss, and notes where each conversation stands then.
    private func write(_ people: BenchPeople, _ storm: Storm) async throws {
        for (index, subject) in storm.subjects.enumerated() {
            var last = 0
            for number in 0..<missed {
                last = try await people.write("missed \(number)", to: subject.conversation, subject.token)
            }
            storm.expect(last, of: index)
        }
    }
}

/// The clients of a storm and how far each has heard.
private final class Storm: Sendable {
    struct Subject: Sendable {
        let conversation: String
        let token: String
    }

    private struct State {
        /// The last number that each client heard.
        var heard: [Int]
        /// How far each conversation goes; nil before that was written.
        var heads: [Int?]
        var channels: [any Channel] = []
        var finished: [Int: ContinuousClock.Instant] = [:]
        var outOfOrder = 0
        var retries = 0
    }

    let subjects: [Subject]
    private let socket: BenchSocket
    private let count: Int
    private let state: Mutex<State>

    init(socket: BenchSocket, subjects: [Subject], count: Int) {
        self.socket = socket
        self.subjects = subjects
        self.count = count
        state = Mutex(
            State(
                heard: Array(repeating: 0, count: count),
                heads: Array(repeating: nil, count: subjects.count)
            )
        )
    }

    var complete: Int { state.withLock(\.finished.count) }
    var outOfOrder: Int { state.withLock(\.outOfOrder) }
    var retries: Int { state.withLock(\.retries) }

    func expect(_ head: Int, of subject: Int) {
        state.withLock { $0.heads[subject] = head }
    }

    /// Lets every client come, at a moment of its own, and waits until all have heard everything, or nothing more comes.
    ///
    /// - Returns: How long all of it took, and how long each client.
    func gather(within time: Duration) async throws -> (Duration, Latencies) {
        let began = ContinuousClock.now
        state.withLock { $0.finished = [:] }
        let starts = try await withThrowingTaskGroup(of: (Int, ContinuousClock.Instant).self) { group in
            for client in 0..<count {
                group.addTask {
                    try await Task.sleep(for: time * Double.random(in: 0..<1))
                    let start = ContinuousClock.now
                    try await self.connect(client)
                    return (client, start)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var known = 0
        var lastChange = ContinuousClock.now
        while complete < count, ContinuousClock.now - lastChange < .seconds(30) {
            try await Task.sleep(for: .milliseconds(20))
            if complete != known { (known, lastChange) = (complete, .now) }
        }
        let finished = state.withLock(\.finished)
        let times = finished.map { client, end in
            Int64(((end - (starts[client] ?? began)) / .nanoseconds(1)).rounded())
        }
        return ((finished.values.max() ?? .now) - began, Latencies(times))
    }

    /// Cuts everybody off.
    func scatter() async throws {
        let channels = state.withLock { state in
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
        // Whoever was closed by the other side is closed already.
        for channel in channels { try? await channel.closeFuture.get() }
    }

    private func connect(_ client: Int) async throws {
        let subject = client % subjects.count
        while true {
            do {
                let channel = try await socket.connect(token: subjects[subject].token) {
                    StormReader(client: client, subject: subject, storm: self)
                }
                state.withLock { $0.channels.append(channel) }
                let text = """
                    {"op":"subscribe","conversation":"\(subjects[subject].conversation)",\
                    "after_seq":\(state.withLock { $0.heard[client] })}
                    """
                // The upgrade's own handler leaves the pipeline before anything may be written.
                try await channel.eventLoop.submit {}.get()
                try await channel.writeAndFlush(WebSocketFrame(benchText: text, channel.allocator))
                return
            } catch {
                // Turned away, as a client would be by a full queue: it tries again.
                let tries = state.withLock { state in
                    state.retries += 1
                    return state.retries
                }
                guard tries < count * 10 else { throw error }
                try await Task.sleep(for: .milliseconds(Int.random(in: 300...1000)))
            }
        }
    }

    /// A message came.
    func hear(_ seq: Int, client: Int, subject: Int) {
        state.withLock { state in
            if seq != state.heard[client] + 1 { state.outOfOrder += 1 }
            state.heard[client] = seq
            if state.heads[subject] == seq { state.finished[client] = .now }
        }
    }

    /// The conversation stands there.
    func arrive(at seq: Int, client: Int, subject: Int) {
        state.withLock { state in
            if state.heads[subject] == nil, state.heard[client] == seq { state.finished[client] = .now }
        }
    }
}

/// One client's ear.
private final class StormReader: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame

    private struct Frame: Decodable {
        let op: String
        let seq: Int?
    }

    private let client: Int
    private let subject: Int
    private let storm: Storm

    init(client: Int, subject: Int, storm: Storm) {
        self.client = client
        self.subject = subject
        self.storm = storm
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.opcode == .text,
            // What is no frame of ours will be counted as missing.
            let heard = try? JSONDecoder().decode(
                Frame.self,
                from: Data(frame.unmaskedData.readableBytesView)
            ),
            let seq = heard.seq
        else { return }
        switch heard.op {
        case "message": storm.hear(seq, client: client, subject: subject)
        case "head": storm.arrive(at: seq, client: client, subject: subject)
        default: break
        }
    }
}
