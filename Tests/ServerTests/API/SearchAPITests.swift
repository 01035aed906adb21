import Base
import Conversations
import Foundation
import HTTPTypes
import People
@testable import Server
import Storage
import Testing
import TestSupport

/// `GET /api/v1/agent/search`.
@Suite("Search by agents")
struct SearchAPITests {
    @Test("the answer has rows, hits and pieces; wrong parameters are named", arguments: TestDatabase.engines)
    func answer(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let chat = try await server.chat(try await server.guest(), body: "Where is my 提币?")
            let agent = try await server.agent(.agent, name: "ming")
            try await MessageIndexer(server.wiring.database, clock: server.clock).indexAll()

            let answer = try await server.send(
                .get,
                "/api/v1/agent/search?q=%E6%8F%90%E5%B8%81&status=assistant",
                token: agent
            )

            #expect(answer.status == 200)
            let found = try #require((answer.json["data"] as? [[String: Any]])?.first)
            #expect((found["conversation"] as? [String: Any])?["id"] as? String == chat)
            #expect(found["hit_count"] as? Int == 1)
            let hits = try #require(found["hits"] as? [[String: Any]])
            let pieces = try #require(hits.first?["snippet"] as? [[String: Any]])
            #expect(pieces.map { $0["text"] as? String } == ["Where is my ", "提币", "?"])
            #expect(pieces.map { $0["match"] as? Bool } == [false, true, false])
            #expect(answer.json["next_cursor"] is NSNull)

            for (query, code) in [
                ("q=a&from=yesterday", "invalid_parameter"), ("q=a&status=open", "invalid_parameter"),
                ("q=a&agent=you", "invalid_parameter"), ("q=a&cursor=-1", "invalid_cursor"),
                ("q=a&limit=51", "invalid_parameter"),
                ("q=\(String(repeating: "a", count: 201))", "search_too_long"),
            ] {
                let refused = try await server.send(.get, "/api/v1/agent/search?\(query)", token: agent)
                #expect(refused.status == 422)
                #expect(refused.code == code, "\(query)")
            }
            #expect(
                try await server.send(
                    .get,
                    "/api/v1/agent/search?q=&from=2026-01-01&to=2026-01-02",
                    token: agent
                ).status == 200
            )
        }
    }

    @Test("who searches without end has to wait")
    func limit() async throws {
        try await TestServer.with(configure: { $0.writesPerMinute = 10 }) { server in
            let agent = try await server.agent(.agent, name: "ming")
            var answer = try await server.send(.get, "/api/v1/agent/search?q=a", token: agent)
            for _ in 0..<300 where answer.status == 200 {
                answer = try await server.send(.get, "/api/v1/agent/search?q=a", token: agent)
            }
            #expect(answer.status == 429)
            #expect(answer.headers[.retryAfter] != nil)
        }
    }
}
