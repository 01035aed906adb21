import Base
@testable import Knowledge
import Logging
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// How other servers are asked, on both engines.
@Suite("Asking other sites", .timeLimit(.minutes(10)))
struct LinkAskingTests {
    private typealias Room = AuthoringRoom

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
