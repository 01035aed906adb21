import Base
@testable import Knowledge
import Logging
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// How other servers are asked, on both engines.
@Suite("Asking other sites", .timeLimit(.minutes(60)))
struct LinkAskingTests {
    private typealias Room = AuthoringRoom

    /// How many are asked at once, of one site and of all.
    private final class Traffic: Sendable {
        private let open = Mutex<[String: Int]>([:])
        private let peak = Mutex((ofOne: 0, ofAll: 0))

        var most: (ofOne: Int, ofAll: Int) { peak.withLock { $0 } }

        func begin(_ host: String) {
            let now = open.withLock { open in
                open[host, default: 0] += 1
                return (open[host, default: 0], open.values.reduce(0, +))
            }
            peak.withLock { $0 = (max($0.ofOne, now.0), max($0.ofAll, now.1)) }
        }

        func end(_ host: String) { open.withLock { $0[host, default: 0] -= 1 } }
    }

    private static func check(
        _ room: Room,
        _ ask: @escaping @Sendable (OutgoingRequest) async throws -> OutgoingAnswer
    ) -> LinkCheck {
        LinkCheck(
            room.articles,
            shelf: APIShelf(),
            site: SiteOrigin("https://help.example"),
            pages: [],
            asksOthers: true,
            spacing: .zero,
            ask: ask
        )
    }

    private static func publish(_ room: Room, _ addresses: [String]) async throws {
        let links = addresses.map { "[x](\($0))" }
        try await room.save(Room.text("Late", links.joined(separator: "\n\n")))
        try await room.publish()
    }

    @Test("a slow site holds up no other, and none is asked twice at once", arguments: Engine.allCases)
    func slow(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let last = Gate()
            let traffic = Traffic()
            let check = Self.check(room) { request in
                let host = LinkAddress.host(of: request.address)
                traffic.begin(host)
                if host == "f.example" { last.open() }
                // It answers once the last one was asked.
                if host == "a.example" { await last.pass() }
                traffic.end(host)
                return OutgoingAnswer(status: 200)
            }
            let hosts = ["a", "b", "c", "d", "e", "f"]
            try await Self.publish(
                room,
                hosts.flatMap { ["https://\($0).example/1", "https://\($0).example/2"] }
            )
            try await check.readSome()
            #expect(try await check.askSome() == 12)
            #expect(traffic.most.ofOne == 1 && traffic.most.ofAll <= 4)
            #expect(try await check.report([], limit: 1).counts == [.whole: 12])
        }
    }

    @Test("of one site a few are asked in a round", arguments: Engine.allCases)
    func oneSite(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let check = Self.check(room) { _ in OutgoingAnswer(status: 200) }
            let many = (1...7).map { "https://a.example/\($0)" }
            try await Self.publish(room, many + ["https://b.example/"])
            try await check.readSome()
            #expect(try await check.askSome() == 6)
            #expect(try await check.askSome() == 2)
            #expect(try await check.askSome() == 0)
        }
    }

    @Test(
        "what cannot be asked while it is this node's is left to whoever takes it",
        arguments: Engine.allCases
    )
    func outlived(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let asked = Recorder()
            let check = Self.check(room) { request in
                asked.add(request.address)
                room.scenario.clock.advance(by: .seconds(500))
                return OutgoingAnswer(status: 200)
            }
            try await Self.publish(room, (1...3).map { "https://a.example/\($0)" })
            try await check.readSome()
            #expect(try await check.askSome() == 3)
            #expect(asked.all.count == 1)
            #expect(try await check.askSome() == 0)
            room.scenario.clock.advance(by: .seconds(100))
            #expect(try await check.askSome() == 2)
            #expect(Set(asked.all).count == 2)
        }
    }

    @Test("links are read while another site does not answer", arguments: Engine.allCases)
    func reading(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let (asked, answer) = (Gate(), Gate())
            let check = Self.check(room) { _ in
                asked.open()
                await answer.pass()
                return OutgoingAnswer(status: 200)
            }
            try await Self.publish(room, ["https://a.example/"])
            try await check.readSome()
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            // Ended below, whatever the test finds.
            let watch = Task { try await LinkWatch(check, articles: room.articles, logger: logger).run() }
            defer {
                answer.open()
                watch.cancel()
            }
            await asked.pass()
            try await Self.publish(room, ["https://a.example/", "/help/none"])
            // It is read for its change, or with all that was never read.
            room.scenario.clock.advance(by: .seconds(100))
            while try await check.report([], limit: 1).counts[.broken] != 1 {
                try await Task.sleep(for: .milliseconds(50))
            }
            answer.open()
            watch.cancel()
            _ = await watch.result
        }
    }

    @Test("the address to write instead leads to the same part of the page", arguments: Engine.allCases)
    func parts(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let check = Self.check(room) { request in
                request.address == "https://a.example/old"
                    ? OutgoingAnswer(status: 301, location: "https://a.example/new")
                    : OutgoingAnswer(status: 200)
            }
            try await Self.publish(room, ["https://a.example/old#fees"])
            try await check.readSome()
            try await check.askSome()
            let told = try await check.report([.moved], limit: 9).findings
            #expect(told.map(\.suggestion) == ["https://a.example/new#fees"])
            let before = try await check.findings(of: room.id, in: .english)
            #expect(before.map(\.suggestion) == ["https://a.example/new#fees"])
        }
    }

    @Test("moments of the videos that a text shows are places in it", arguments: Engine.allCases)
    func moments(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            let room = desk.room
            // It lasts two seconds and a half.
            _ = try await desk.bring(SmallFilms.mp4())
            let check = Self.check(room) { _ in OutgoingAnswer(status: 200) }
            let places = [
                "#video_withdraw-bitcoin_2", "#video_withdraw-bitcoin_3", "#video_withdraw-bitcoin_",
                "#video_other_1", "/help/late-deposit#video_withdraw-bitcoin_1",
                "/help/late-deposit#video_other_1",
            ]
            let links = places.map { "[x](\($0))" }.joined(separator: "\n")
            try await room.save(Room.text("Late", "\(links)\n\n:::video withdraw-bitcoin"))
            try await room.publish()
            try await check.readSome()
            let broken = [places[1], places[2], places[3], places[5]]
            let told = try await check.report([.broken], limit: 9).findings
            #expect(told.map(\.address) == broken)
            #expect(Set(told.map(\.reason)) == ["heading_unknown"])
            let before = try await check.findings(of: room.id, in: .english).filter { $0.state == .broken }
            #expect(before.map(\.address) == broken)
        }
    }
}
