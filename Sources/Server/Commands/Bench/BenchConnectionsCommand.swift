import ArgumentParser
import Foundation
import NIOCore
import NIOPosix

/// `switchboard bench connections`: the server's memory for each idle WebSocket connection.
struct BenchConnectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections",
        abstract: "Hold idle connections and tell the server's memory for each."
    )

    @OptionGroup var target: BenchTarget

    @Option(help: "How many connections, after a warm-up of 500 that does not count.")
    var count = 5000

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let address = BenchTargetAddress(host: target.host, port: target.port)
        let socket = BenchSocket(target: address, group: group)
        let token = try await BenchPeople(address).guest()
        var channels = try await open(500, socket, token)
        try await Task.sleep(for: .seconds(1))
        let before = target.residentMemory ?? 0
        let began = ContinuousClock.now
        channels += try await open(count, socket, token)
        let took = (ContinuousClock.now - began) / .seconds(1)
        try await Task.sleep(for: .seconds(2))
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

    private func open(_ count: Int, _ socket: BenchSocket, _ token: String) async throws -> [any Channel] {
        try await inParallel(count, atOnce: 50) { _ in try await socket.connect(token: token) }
    }
}
