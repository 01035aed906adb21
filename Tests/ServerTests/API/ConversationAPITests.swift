import Base
import Foundation
import HTTPTypes
import Hummingbird
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// The customer's API end to end, on both engines.
@Suite struct ConversationAPITests {
    @Test(arguments: TestDatabase.engines)
    func fromTheFirstWordToTheRating(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let customer = try await server.guest()
            let agent = try await server.agent(.agent, name: "ming")
            let opened = try await server.send(
                .post,
                "/api/v1/conversations",
                json: ["kind": "chat", "topic": "deposit_withdrawal", "body": "where is it?"],
                token: customer
            )
            #expect(opened.status == 201)
            let id = try #require(opened.json["id"] as? String)
            #expect(opened.json["status"] as? String == "assistant")
            #expect(opened.json["progress"] as? String == "submitted")
            #expect((opened.json["reference"] as? String)?.contains { "01OI".contains($0) } == false)

            let queued = try await server.send(
                .post,
                "/api/v1/conversations/\(id)/handover",
                json: [:],
                token: customer
            )
            #expect(queued.json["status"] as? String == "queued")
            #expect((queued.json["queue"] as? [String: Any])?["position"] as? Int == 1)

            let online = try await server.send(
                .put,
                "/api/v1/agent/presence",
                json: ["state": "online"],
                token: agent
            )
            #expect(online.status == 200)
            let reply: [String: Any] = [
                "client_id": UUID().uuidString, "body": "Let me look.", "kind": "text",
            ]
            let answered = try await server.send(
                .post,
                "/api/v1/agent/conversations/\(id)/messages",
                json: reply,
                token: agent
            )
            #expect(answered.status == 201)
            let again = try await server.send(
                .post,
                "/api/v1/agent/conversations/\(id)/messages",
                json: reply,
                token: agent
            )
            #expect(again.json["seq"] as? Int == answered.json["seq"] as? Int)

            let resolved = try await server.send(
                .post,
                "/api/v1/agent/conversations/\(id)/status",
                json: ["status": "resolved"],
                token: agent
            )
            #expect(resolved.status == 200)
            let rated = try await server.send(
                .post,
                "/api/v1/conversations/\(id)/rating",
                json: ["score": 5, "comment": "good"],
                token: customer
            )
            #expect(rated.json["rating"] as? Int == 5)
            let timeline = try await server.send(
                .get,
                "/api/v1/conversations/\(id)/messages",
                token: customer
            )
            let messages = try #require(timeline.json["data"] as? [[String: Any]])
            #expect(messages.map { $0["seq"] as? Int } == (1...messages.count).map { $0 })
            #expect(messages.contains { ($0["author"] as? [String: Any])?["badge"] as? String != nil })
        }
    }

    @Test(arguments: TestDatabase.engines)
    func theListIsPagedWithoutLossOrRepeat(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let customer = try await server.guest()
            var opened: Set<String> = []
            for number in 0..<7 {
                opened.insert(try await server.chat(customer, body: "number \(number)"))
                server.clock.advance(by: .milliseconds(number.isMultiple(of: 2) ? 0 : 5))
            }
            var seen: [String] = []
            var path = "/api/v1/conversations?limit=3"
            while true {
                let page = try await server.send(.get, path, token: customer)
                seen += (page.json["data"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
                guard let cursor = page.json["next_cursor"] as? String else { break }
                path = "/api/v1/conversations?limit=3&cursor=\(cursor)"
            }
            #expect(seen.count == 7)
            #expect(Set(seen) == opened)
        }
    }

    @Test func anIdempotencyKeyMakesOpeningTwiceOpeningOnce() async throws {
        try await TestServer.with { server in
            let customer = try await server.guest()
            var headers: HTTPFields = [:]
            headers[try #require(HTTPField.Name("Idempotency-Key"))] = "order-1"
            let json: [String: Any] = ["kind": "chat", "topic": "other", "body": "once"]
            let first = try await server.send(
                .post,
                "/api/v1/conversations",
                json: json,
                token: customer,
                headers: headers
            )
            let second = try await server.send(
                .post,
                "/api/v1/conversations",
                json: json,
                token: customer,
                headers: headers
            )
            #expect(first.json["id"] as? String == second.json["id"] as? String)
        }
    }

    @Test func signInIsThrottled() async throws {
        try await TestServer.with(configure: { $0.signInsPerTenMinutes = 3 }) { server in
            let json: [String: Any] = ["email": "a@b.example", "password": "wrong"]
            for _ in 0..<3 {
                #expect(try await server.send(.post, "/api/v1/agent/session", json: json).status == 401)
            }
            let throttled = try await server.send(.post, "/api/v1/agent/session", json: json)
            #expect(throttled.status == 429)
            #expect(throttled.headers[.retryAfter] != nil)
        }
    }
}
