import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import NIOWebSocket

/// `switchboard bench connections`: the server's memory for each idle WebSocket connection.
struct BenchConnectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections",
        abstract: "Hold idle connections and tell the server's memory for each."
    )

    @OptionGroup var target: BenchTarget

    @Option(help: "How many connections, after a warm-up of 500 that does not count.")
    var count = 5000

    @Flag(help: "Subscribe each to a conversation of a customer of its own.")
    var subscribe = false

    /// Whose connection it is, and what it hears.
    private struct Subject: Sendable {
        let token: String
        let conversation: String?
    }

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let address = BenchTargetAddress(host: target.host, port: target.port)
        let socket = BenchSocket(target: address, group: group)
        let warmUp = 500
        let subjects = try await subjects(warmUp + count, BenchPeople(address))
        var channels = try await open(subjects.prefix(warmUp), socket)
        let before = target.residentMemory ?? 0
        let began = ContinuousClock.now
        channels += try await open(subjects.dropFirst(warmUp), socket)
        let took = (ContinuousClock.now - began) / .seconds(1) - Self.rest / .seconds(1)
        let after = target.residentMemory ?? 0
        BenchReport.say([
            "connections": Double(count),
            "bytes_each": Double(after - before) / Double(count),
            "resident_mib": Double(after) / 1_048_576,
            "opened_per_second": Double(count) / took,
        ])
        for channel in channels { channel.close(promise: nil) }
        try await group.shutdownGracefully()
    }

    /// Made before anything is measured.
    private func subjects(_ count: Int, _ people: BenchPeople) async throws -> [Subject] {
        guard subscribe else {
            let token = try await people.guest()
            return Array(repeating: Subject(token: token, conversation: nil), count: count)
        }
        return try await inParallel(count, atOnce: 20) { _ in
            let token = try await people.guest()
            return Subject(token: token, conversation: try await people.chat(token))
        }
    }

    /// How long what was opened comes to rest.
    private static let rest = Duration.seconds(3)

    private func open(_ subjects: ArraySlice<Subject>, _ socket: BenchSocket) async throws -> [any Channel] {
        let channels = try await inParallel(subjects.count, atOnce: 50) { index in
            let subject = subjects[subjects.startIndex + index]
            let channel = try await socket.connect(token: subject.token)
            if let conversation = subject.conversation {
                let text = #"{"op":"subscribe","conversation":"\#(conversation)","after_seq":0}"#
                // The upgrade's own handler leaves the pipeline before anything may be written.
                try await channel.eventLoop.submit {}.get()
                try await channel.writeAndFlush(WebSocketFrame(benchText: text, channel.allocator))
            }
            return channel
        }
        try await Task.sleep(for: Self.rest)
        return channels
    }
}
