import HTTPTypes
import People
import Testing

/// Parameters behind the question mark, as forms and programs write them.
@Suite("Query parameters")
struct QueryTests {
    @Test(
        "a plus is a space for every route, and a written plus stays one",
        arguments: ["late+deposit", "late%20deposit"]
    )
    func plus(_ written: String) async throws {
        try await TestServer.with { server in
            let ming = try await server.agent(.agent, name: "ming")
            let chat = try await server.chat(try await server.guest())
            let other = try await server.chat(try await server.guest())
            for (conversation, tag) in [(chat, "late deposit"), (other, "late+deposit")] {
                let body: [String: Any] = [
                    "conversations": [conversation], "actions": [["type": "tag", "tags": [tag]]],
                ]
                _ = try await server.send(.post, "/api/v1/agent/actions", json: body, token: ming)
            }

            let found = try await server.send(
                .get,
                "/api/v1/agent/conversations?view=all&tag=\(written)",
                token: ming
            )

            let rows = found.json["data"] as? [[String: Any]] ?? []
            #expect(rows.compactMap { $0["id"] as? String } == [chat])
        }
    }

    @Test("what is no UTF-8 is no parameter", arguments: ["%FF", "%zz", "%", "%F0%28%8C%28"])
    func malformed(_ written: String) async throws {
        try await TestServer.with { server in
            for path in ["/api/v1/help/search?q=\(written)", "/?lang=\(written)"] {
                let answer = try await server.send(.get, path)
                #expect(answer.status == 200)
            }
        }
    }
}
