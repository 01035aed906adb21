import Foundation
import HTTPTypes
import People
@testable import Server
import Storage
import Testing
import TestSupport

/// A chat that becomes a ticket.
@Suite("Ticket from a chat")
struct TicketTests {
    private func turn(_ id: String, _ server: TestServer, _ token: String) async throws -> TestServer.Answer {
        try await server.send(.post, "/api/v1/conversations/\(id)/ticket", json: [:], token: token)
    }

    private func events(_ id: String, _ server: TestServer, _ token: String) async throws -> [String] {
        let answer = try await server.send(.get, "/api/v1/conversations/\(id)/messages", token: token)
        let data = answer.json["data"] as? [[String: Any]] ?? []
        return data.compactMap { ($0["event"] as? [String: Any])?["type"] as? String }
    }

    @Test("a chat in the queue becomes a ticket and keeps its place", arguments: TestDatabase.engines)
    func inTheQueue(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            var chats: [(token: String, id: String)] = []
            for _ in 1...2 {
                let token = try await server.guest()
                let id = try await server.chat(token)
                _ = try await server.send(
                    .post,
                    "/api/v1/conversations/\(id)/handover",
                    json: [:],
                    token: token
                )
                server.clock.advance(by: .seconds(60))
                chats.append((token, id))
            }

            let ticket = try await turn(chats[0].id, server, chats[0].token)

            #expect(ticket.status == 200)
            #expect(ticket.json["kind"] as? String == "ticket")
            #expect(ticket.json["status"] as? String == "queued")
            #expect((ticket.json["queue"] as? [String: Any])?["position"] as? Int == 1)
            // Again changes nothing and says nothing.
            #expect(try await turn(chats[0].id, server, chats[0].token).status == 200)
            let events = try await events(chats[0].id, server, chats[0].token)
            #expect(events.filter { $0 == "became_ticket" }.count == 1)
        }
    }

    @Test("a chat that the assistant has goes to the queue as a ticket", arguments: TestDatabase.engines)
    func withTheAssistant(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let token = try await server.guest()
            let id = try await server.chat(token)

            let ticket = try await turn(id, server, token)

            #expect(ticket.json["kind"] as? String == "ticket")
            #expect(ticket.json["status"] as? String == "queued")
        }
    }

    @Test("somebody else's chat does not exist, and a resolved one stays a chat")
    func refused() async throws {
        try await TestServer.with { server in
            let token = try await server.guest()
            let id = try await server.chat(token)

            #expect(try await turn(id, server, try await server.guest()).status == 404)

            _ = try await server.send(.post, "/api/v1/conversations/\(id)/resolve", json: [:], token: token)
            let refused = try await turn(id, server, token)
            #expect(refused.status == 409)
            #expect(refused.code == "not_allowed_now")
        }
    }
}
