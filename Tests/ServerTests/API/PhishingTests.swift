import Base
import Foundation
import HTTPTypes
import Hummingbird
import People
@testable import Server
import Storage
import TestSupport
import Testing
import Trust

/// A fake's way over the API: reported, confirmed, marked wherever it stands, warned of, and dismissed.
@Suite struct PhishingTests {
    /// The links of a customer's messages with what is known of them.
    private func links(_ server: TestServer, _ chat: String, _ token: String) async throws -> [String] {
        try await LinkGuardWatcher.load(server.wiring.linkGuard, from: server.wiring.database)
        let answer = try await server.send(.get, "/api/v1/conversations/\(chat)/messages", token: token)
        let messages = try #require(answer.json["data"] as? [[String: Any]])
        return messages.flatMap { ($0["links"] as? [[String: Any]]) ?? [] }.map { link in
            "\(link["verdict"] ?? "") \(link["reason"] ?? "") \(link["host"] ?? "")"
        }
    }

    @Test("from a report to a warning and back", arguments: TestDatabase.engines)
    func wayOfAFake(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let customer = try await server.guest()
            let chat = try await server.chat(customer, body: "is https://login.evil.example/x yours?")
            #expect(try await links(server, chat, customer) == ["unknown not_listed login.evil.example"])

            let reported = try await server.send(
                .post,
                "/api/v1/phishing-reports",
                json: ["value": "https://evil.example", "comment": "by SMS"]
            )
            #expect(reported.status == 202)
            let again = try await server.send(
                .post,
                "/api/v1/conversations/\(chat)/report",
                json: ["seq": 2, "value": "https://login.evil.example/x"],
                token: customer
            )
            #expect(again.status == 202, "\(again.text)")

            let supervisor = try await server.agent(.supervisor, name: "sue")
            let base = "/api/v1/admin/phishing-reports"
            let list = try await server.send(.get, base, token: supervisor)
            let rows = try #require(list.json["data"] as? [[String: Any]])
            #expect(
                Set(rows.compactMap { $0["subject"] as? String }) == ["evil.example", "login.evil.example"]
            )
            #expect((list.json["counts"] as? [String: Int]) == ["new": 2, "confirmed": 0, "dismissed": 0])
            let id = try #require(rows.first { $0["subject"] as? String == "evil.example" }?["id"] as? String)

            let early = try await server.send(.post, "\(base)/\(id)/warning", json: [:], token: supervisor)
            #expect(early.status == 409 && early.code == "report_not_confirmed")
            let decided = try await server.send(
                .post,
                "\(base)/\(id)/decision",
                json: ["status": "confirmed", "note": "a copy", "expected": "new"],
                token: supervisor
            )
            #expect(decided.status == 200 && decided.json["status"] as? String == "confirmed")
            let late = try await server.send(
                .post,
                "\(base)/\(id)/decision",
                json: ["status": "dismissed", "expected": "new"],
                token: supervisor
            )
            #expect(late.status == 409 && late.code == "decided_meanwhile")
            #expect(
                try await links(server, chat, customer) == [
                    "impersonation reported_before login.evil.example"
                ]
            )
            let verified = try await server.send(.post, "/api/v1/verify", json: ["value": "evil.example"])
            #expect(verified.json["reason"] as? String == "reported_before")
            #expect(verified.json["reported"] as? Bool == true)

            let warned = try await server.send(.post, "\(base)/\(id)/warning", json: [:], token: supervisor)
            let warning = try #require(warned.json["warning"] as? [String: String])
            let page = try await server.send(.get, try #require(warning["url"]))
            #expect(
                page.status == 200 && page.text.contains("evil[.]example")
                    && !page.text.contains("evil.example")
            )
            let active = try await server.send(.get, "/api/v1/announcements?active=true")
            #expect((active.json["data"] as? [[String: Any]])?.first?["kind"] as? String == "scam_warning")
            server.clock.advance(by: .seconds(1))
            let dismissed = try await server.send(
                .post,
                "\(base)/\(id)/decision",
                json: ["status": "dismissed"],
                token: supervisor
            )
            #expect(dismissed.json["warning"] == nil && dismissed.status == 200)
            #expect(try await links(server, chat, customer) == ["unknown not_listed login.evil.example"])
            let over = try await server.send(.get, "/api/v1/announcements?active=true")
            #expect((over.json["data"] as? [Any])?.isEmpty == true)
        }
    }

    @Test("reports are limited, and what cannot be reported is told why")
    func refused() async throws {
        try await TestServer.with(configure: { $0.writesPerMinute = 40 }) { server in
            func report(_ body: [String: any Sendable]) async throws -> TestServer.Answer {
                try await server.send(.post, "/api/v1/phishing-reports", json: body)
            }
            for value in ["", "they called me", "a"] {
                let answer = try await report(["value": value])
                #expect(answer.status == 422 && answer.code == "nothing_to_report", "\(value) \(answer.text)")
            }
            let long = try await report([
                "value": "evil.example", "comment": String(repeating: "x", count: 501),
            ])
            #expect(long.status == 422 && long.json["field"] as? String == "comment")
            var last = 202
            for _ in 0..<12 { last = try await report(["value": "evil.example"]).status }
            #expect(last == 429)
        }
    }

    @Test("agents, editors and customers decide nothing")
    func denied() async throws {
        try await TestServer.with { server in
            let agent = try await server.agent(.agent, name: "ada")
            let answer = try await server.send(.get, "/api/v1/admin/phishing-reports", token: agent)
            #expect(answer.status == 403)
            let page = try await server.send(
                .get,
                "/desk/phishing",
                headers: [.cookie: "switchboard_agent=\(agent)"]
            )
            #expect(page.status == 403)
            let channels = try await server.send(
                .get,
                "/desk/channels",
                headers: [.cookie: "switchboard_agent=\(try await server.agent(.supervisor, name: "sue"))"]
            )
            #expect(channels.status == 403)
            #expect(try await server.send(.get, "/desk/channels").status == 302)
        }
    }

    @Test("a guest has no anti-phishing code")
    func noCodeForGuests() async throws {
        try await TestServer.with { server in
            let guest = try await server.guest()
            for (method, json) in [("GET", nil), ("PUT", ["code": "blue heron"])]
                as [(String, [String: String]?)]
            {
                let answer = try await server.send(
                    try #require(.init(method)),
                    "/api/v1/anti-phishing-code",
                    json: json,
                    token: guest
                )
                #expect(answer.status == 403 && answer.code == "sign_in_needed")
            }
            #expect(try await server.send(.get, "/api/v1/anti-phishing-code").status == 401)
        }
    }
}
