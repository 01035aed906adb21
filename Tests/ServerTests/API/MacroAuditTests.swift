import Base
import HTTPTypes
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// A macro that everybody has speaks to customers: who made it what it is stands in the trail.
@Suite("Audit trail of macros")
struct MacroAuditTests {
    private static func entries(_ server: TestServer, after seq: Int = 0) async throws -> [AuditEntry] {
        while try await server.wiring.audit.chainPending() > 0 {}
        return try await server.wiring.audit.entries(after: seq, limit: AuditTrail.longestPage)
    }

    /// Deeds are a second apart.
    private static func send(
        _ server: TestServer,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ json: [String: Any]?,
        as token: String
    ) async throws -> TestServer.Answer {
        server.clock.advance(by: .seconds(1))
        return try await server.send(method, "/api/v1/\(path)", json: json, token: token)
    }

    @Test("macros that everybody has; one's own is nobody's business", arguments: TestDatabase.engines)
    func macros(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let sue = try await server.agent(.supervisor, name: "sue")
            let ada = try await server.agent(.agent, name: "ada")
            let before = try await Self.entries(server).count
            func draft(_ shortcut: String, shared: Bool) -> [String: Any] {
                let text = ["locale": "en", "title": "Hello", "body": "the words of a macro"]
                return ["shortcut": shortcut, "shared": shared, "texts": [text]]
            }
            func make(_ shortcut: String, shared: Bool, as token: String) async throws -> String {
                let body = draft(shortcut, shared: shared)
                let made = try await Self.send(server, .post, "agent/macros", body, as: token)
                return "agent/macros/\(try #require(made.json["id"] as? String, "\(made.text)"))"
            }
            let shared = try await make("all", shared: true, as: sue)
            let own = try await make("own", shared: false, as: sue)
            let adas = try await make("adas", shared: false, as: ada)
            for (method, path, body, token, status) in [
                (.put, shared, draft("everybody", shared: true), sue, 200),
                (.put, own, draft("own", shared: false), sue, 200),
                (.put, own, draft("own", shared: true), sue, 200),
                (.put, shared, draft("mine", shared: false), sue, 200),
                (.delete, own, nil, sue, 204), (.delete, shared, nil, sue, 204),
                // Refused, or nobody else's: no entry.
                (.post, "agent/macros", draft("other", shared: true), ada, 403),
                (.put, adas, draft("adas", shared: true), ada, 403),
                (.delete, own, nil, sue, 404), (.delete, adas, nil, ada, 204),
            ] as [(HTTPRequest.Method, String, [String: Any]?, String, Int)] {
                let answer = try await Self.send(server, method, path, body, as: token)
                #expect(answer.status == status, "\(method) \(path): \(answer.text)")
            }
            let entries = try await Self.entries(server, after: before)
            #expect(entries.map(\.action) == Array(repeating: "macro.changed", count: 5))
            #expect(
                entries.map(\.details)
                    == ["created", "updated", "shared", "taken_back", "deleted"].map {
                        #"{"change":"\#($0)"}"#
                    }
            )
            #expect(entries.allSatisfy { $0.actorName == "sue" && $0.address != nil })
            #expect(entries.allSatisfy { $0.subjectID?.hasPrefix("mac_") == true })
        }
    }
}
