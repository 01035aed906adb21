import ArgumentParser
import Foundation
import NIOCore
import NIOPosix

/// `switchboard bench xmpp`: what `bench chat` measures, of an XMPP server (RFC 6120 and 6121), with a client that is as
/// light: pairs of which one writes and the other reads.
struct BenchXMPPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xmpp",
        abstract: "Write between pairs of clients of an XMPP server that lets anybody in without TLS."
    )

    @OptionGroup var target: BenchTarget

    @Option(help: "The server's domain.")
    var domain = "localhost"

    @Option(help: "How many pairs.")
    var conversations = 200

    @Option(help: "How many messages each sender has under way at most.")
    var window = 8

    @Option(
        help:
            "How long, in seconds, after two seconds of warm-up or more; 0 only tells the memory of idle connections."
    )
    var seconds = 10

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let server = BenchTargetAddress(host: target.host, port: target.port)
        let tally = BenchTally()
        let (domain, window) = (domain, window)
        // Some come first, so that what the server makes once is not counted to the others.
        let early = max(1, conversations / 10)
        var pairs: [(reader: any Channel, sender: any Channel)] = []
        var before = 0
        for part in [0..<early, early..<conversations] {
            before = target.residentMemory ?? 0
            pairs += try await inParallel(part.count, atOnce: 20) { index in
                let number = part.lowerBound + index
                let sender = try await XMPPClient.connect(to: server, domain, as: "sender-\(number)", group)
                let reader = try await XMPPClient.connect(to: server, domain, as: "reader-\(number)", group)
                let recipient = "reader-\(number)@\(domain)/\(XMPPClient.resource)"
                try await reader.eventLoop.submit {
                    try reader.pipeline.syncOperations.addHandler(
                        XMPPReader(recipient: recipient, sender: sender, window: window, tally: tally)
                    )
                }.get()
                return (reader, sender)
            }
            try await Task.sleep(for: .seconds(2))
        }
        let idle = Double((target.residentMemory ?? 0) - before) / Double(2 * max(1, conversations - early))
        var report = ["conversations": Double(conversations), "bytes_each": idle]
        report["resident_mib"] = Double(target.residentMemory ?? 0) / 1_048_576
        if seconds > 0 {
            for pair in pairs { pair.reader.pipeline.fireUserInboundEventTriggered(BenchStart()) }
            let (rate, _, latencies) = try await tally.count(for: seconds, of: conversations)
            report["window"] = Double(window)
            report["messages_per_second"] = rate
            report["p50_ms"] = latencies.milliseconds(within: 0.5)
            report["p99_ms"] = latencies.milliseconds(within: 0.99)
        }
        BenchReport.say(report)
        for pair in pairs {
            pair.reader.close(promise: nil)
            pair.sender.close(promise: nil)
        }
        try await group.shutdownGracefully()
    }
}
