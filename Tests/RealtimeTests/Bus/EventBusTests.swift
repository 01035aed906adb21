import Base
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Realtime

/// What every bus keeps, and what the one of many nodes adds to it.
///
/// One after the other: some stop the server that all of them use.
@Suite(.serialized) struct EventBusTests {
    @Test(arguments: [false, true])
    func aNodeHearsItsOwnEventsOnceInOrderAndAtOnce(_ isRedis: Bool) async throws {
        if isRedis {
            try await TestNodes.with(1) { nodes in
                try await Self.hearsItself(nodes[0].bus, nodes[0].heard)
                // Long enough for an echo to come back.
                nodes[0].bus.publish(.numbered(501))
                try await Task.sleep(for: .milliseconds(300))
                #expect(nodes[0].heard.numbers == Array(1...501))
            }
        } else {
            let heard = Heard()
            let bus = InProcessEventBus()
            bus.listen(heard.note)
            try await Self.hearsItself(bus, heard)
        }
    }

    private static func hearsItself(_ bus: any EventBus, _ heard: Heard) async throws {
        for number in 1...500 {
            bus.publish(.numbered(number))
            #expect(heard.numbers.last == number)
        }
        #expect(heard.numbers == Array(1...500))
    }

    @Test func everyNodeHearsEveryOtherInOrder() async throws {
        try await TestNodes.with(3) { nodes in
            for number in 1...1000 {
                for (index, node) in nodes.enumerated() {
                    node.bus.publish(.numbered(number, topic: "of \(index)"))
                }
            }
            for node in nodes {
                try await node.heard.wait { $0.count == 3000 }
                for index in nodes.indices {
                    #expect(node.heard.numbers(of: "of \(index)") == Array(1...1000))
                }
            }
        }
    }

    @Test func aFrameArrivesAsItWas() async throws {
        try await TestNodes.with(2) { nodes in
            let event = RealtimeEvent(
                topic: "cnv_1",
                audience: .agents,
                position: .init(.notes, 7),
                author: "agt_1",
                clientID: "id",
                includesAuthor: false,
                frame: "{\"body\":\"提现没到账 \\u0000 \(String(repeating: "长", count: 40_000))\"}"
            )
            nodes[0].bus.publish(event)
            try await nodes[1].heard.wait { $0.count == 1 }
            #expect(nodes[1].heard.events == [event])
        }
    }

    @Test func whatIsToldWhileRedisIsAwayArrivesAndAGapIsTold() async throws {
        try await TestNodes.with(2) { nodes in
            let gaps = nodes.map(\.heard.gaps)
            try TestNodes.control("stop")
            for number in 1...300 { nodes[0].bus.publish(.numbered(number)) }
            #expect(nodes[0].heard.numbers == Array(1...300))
            try await nodes[1].heard.wait { _ in !nodes[1].bus.isConnected }
            try TestNodes.control("start")
            for (node, before) in zip(nodes, gaps) {
                try await node.heard.wait { _ in node.heard.gaps > before && node.bus.isConnected }
            }
            // Whether the first ones come depends on who was back first: that is what the gap is for.
            nodes[0].bus.publish(.numbered(301))
            try await nodes[1].heard.wait { $0.last?.frame == "301" }
            let numbers = nodes[1].heard.numbers
            #expect(numbers == Array((numbers.first ?? 0)...301))
        }
    }

    @Test func whoLetsGoOfEventsTellsTheOthersOfTheGap() async throws {
        try await TestNodes.with(1) { nodes in
            let other = nodes[0]
            let before = other.heard.gaps
            let bus = RedisEventBus(try TestNodes.address(), mostWaiting: 10, logger: TestNodes.logger)
            for number in 1...100 { bus.publish(.numbered(number)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await bus.run() }
                try await other.heard.wait { $0.last?.frame == "100" }
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(other.heard.gaps == before + 1)
            #expect(other.heard.numbers == Array((other.heard.numbers.first ?? 0)...100))
        }
    }

    @Test func whatCannotBeReadIsAGapAndAnotherInstallationIsNotHeard() async throws {
        try await TestNodes.with(1) { nodes in
            let gaps = nodes[0].heard.gaps
            let connection = try RedisConnection(to: try TestNodes.address(), patience: .seconds(60))
            #expect(try connection.ask(["PUBLISH", "switchboard:0:events", "{\"node\":"]) == .number(1))
            try await nodes[0].heard.wait { _ in nodes[0].heard.gaps == gaps + 1 }
            #expect(try connection.ask(["PUBLISH", "switchboard:1:events", "{\"node\":"]) == .number(0))
        }
    }

    @Test func aWrongPasswordIsSaidAndNotQuoted() async throws {
        var text = try #require(TestNodes.serverURL)
        text.replace("redis://", with: "redis://desk:the-wrong-one@")
        let address = try RedisAddress(Redacted(text))
        let error = await #expect(throws: RedisError.self) { try await RedisEventBus.check(address) }
        #expect(error?.description.contains("WRONGPASS") == true)
        #expect(error?.description.contains("the-wrong-one") == false)
        try await RedisEventBus.check(try TestNodes.address())
    }

    @Test func aServerThatIsNotThereIsSaid() async throws {
        let address = try RedisAddress(Redacted("redis://127.0.0.1:1"))
        let error = await #expect(throws: RedisError.self) { try await RedisEventBus.check(address) }
        #expect(error?.description.contains("refused") == true)
    }
}

/// What one node heard.
final class Heard: Sendable {
    private struct State {
        var events: [RealtimeEvent] = []
        var gaps = 0
    }

    private let state = Mutex(State())

    @Sendable func note(_ news: BusNews) {
        state.withLock { state in
            switch news {
            case .event(let event): state.events.append(event)
            case .gap: state.gaps += 1
            }
        }
    }

    var events: [RealtimeEvent] { state.withLock(\.events) }
    var gaps: Int { state.withLock(\.gaps) }
    var numbers: [Int] { events.compactMap { Int($0.frame) } }

    func numbers(of topic: String) -> [Int] {
        events.filter { $0.topic == topic }.compactMap { Int($0.frame) }
    }

    /// Waits until what was heard is as wanted; a machine that is busy takes longer, one that fails a minute.
    func wait(until isDone: ([RealtimeEvent]) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(600)
        while !isDone(events) {
            try #require(ContinuousClock.now < deadline, "heard \(events.count) events and \(gaps) gaps")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// Nodes on the Redis server that `scripts/with-redis` started.
struct TestNodes {
    struct Node {
        let bus: RedisEventBus
        let heard = Heard()
    }

    static let logger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    static let serverURL = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_REDIS"]

    static func address() throws -> RedisAddress {
        try RedisAddress(Redacted(try #require(serverURL, "run the tests through scripts/with-redis")))
    }

    /// Does `stop`, `start` or `restart` to the server.
    static func control(_ action: String) throws {
        let program = try #require(ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_REDIS_CONTROL"])
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = [action]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// Runs nodes that hear each other.
    static func with(_ count: Int, _ body: ([Node]) async throws -> Void) async throws {
        let address = try address()
        let nodes = (0..<count).map { _ in
            Node(bus: RedisEventBus(address, logger: logger))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in nodes {
                node.bus.listen(node.heard.note)
                group.addTask { try await node.bus.run() }
            }
            for node in nodes { try await node.heard.wait { _ in node.heard.gaps > 0 } }
            try await body(nodes)
            group.cancelAll()
            try await group.waitForAll()
        }
        for node in nodes { #expect(!node.bus.isConnected) }
    }
}
