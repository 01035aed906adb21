import Base
import HTTPTypes
import Hummingbird
import People
import Safeguard
@testable import Server
import Storage
import TestSupport
import Testing

/// "Is this really you?" over HTTP, for programs and as a form without script.
@Suite struct VerifyTests {
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    private func register(
        _ server: TestServer,
        _ channel: [String: any Sendable]
    ) async throws -> TestServer.Answer {
        let admin = try await server.wiring.agents.activeAgents().first { $0.role == .admin }
        let token =
            if let admin {
                try await server.wiring.agents.signIn(
                    email: admin.email,
                    password: Redacted("a good password")
                ).token.text
            } else {
                try await server.agent(.admin, name: "admin")
            }
        return try await server.send(.post, "/api/v1/admin/official-channels", json: channel, token: token)
    }

    @Test(arguments: TestDatabase.engines)
    func whatWasRegisteredIsOfficialUntilItIsDeleted(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let made = try await register(
                server,
                [
                    "kind": "domain", "value": "Demo-Exchange.com", "region": "HK",
                    "labels": [["locale": "en", "text": "Website"], ["locale": "zh-CN", "text": "官网"]],
                    "valid_until": "2027-01-01T00:00:00Z",
                ]
            )
            #expect(made.status == 201)
            #expect(made.json["value"] as? String == "demo-exchange.com")
            #expect((made.json["user_content"] as? [String])?.contains("/community") == true)

            var headers = HTTPFields()
            headers[.acceptLanguage] = "zh-CN"
            let found = try await server.send(
                .post,
                "/api/v1/verify",
                json: ["value": "https://www.demo-exchange.com/help"],
                headers: headers
            )
            #expect(found.status == 200)
            #expect(found.headers[.cacheControl] == "no-store")
            #expect(found.json["verdict"] as? String == "official")
            #expect(found.json["reason"] as? String == "subdomain")
            #expect(found.json["matched"] as? String == "demo-exchange.com")
            #expect((found.json["channel"] as? [String: Any])?["label"] as? String == "官网")
            #expect(found.json["explanation"] as? String == "它指向我们官方网站 demo-exchange.com 的一部分。")

            let fake = try await server.send(
                .post,
                "/api/v1/verify",
                json: ["value": "demo-exchange.com.evil.example"]
            )
            #expect(fake.json["verdict"] as? String == "impersonation")
            #expect(fake.json["kind"] as? String == "link")

            let again = try await register(server, ["kind": "domain", "value": "demo-exchange.com."])
            #expect(again.status == 409)
            #expect(again.code == "official_channel_exists")
            let wrong = try await register(server, ["kind": "phone", "value": "020 7946 0958"])
            #expect(wrong.status == 422)
            #expect(wrong.json["field"] as? String == "value")
        }
    }

    @Test(arguments: [
        ("{}", 422, "invalid_field"), (#"{"value": 1}"#, 422, "invalid_field"),
        (#"{"value": ""}"#, 422, "value_empty"),
        (#"{"value": "\u200b\u0000"}"#, 422, "value_empty"), ("x", 400, "malformed_json"),
        (#"{"value": "\#(String(repeating: "a", count: 2001))"}"#, 422, "value_too_long"),
        (String(repeating: " ", count: 300_000), 413, "body_too_large"),
    ])
    func whatCannotBeCheckedIsRefused(_ body: String, _ status: Int, _ code: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.send(.post, "/api/v1/verify", body: body)
            #expect(answer.status == status)
            #expect(answer.code == code)
        }
    }

    @Test func theFormAnswersWithoutScript() async throws {
        try await TestServer.with { server in
            _ = try await register(server, ["kind": "domain", "value": "demo-exchange.com"])
            let empty = try await server.send(.get, "/verify")
            #expect(empty.status == 200)
            #expect(empty.text.contains("demo-exchange.com"))
            #expect(!empty.text.contains("verify-verdict--"))
            let fake = try await server.send(
                .post,
                "/verify",
                body: "value=%3Cb%3Edem0-exchange.com",
                headers: Self.form
            )
            #expect(fake.status == 200)
            #expect(!fake.text.contains("<b>dem0"))
            let answers = [
                ("https%3A%2F%2Fdemo-exchange.com%2F", "official"), ("dem0-exchange.com", "impersonation"),
                ("example.org", "unknown"), ("is+this+you", "unknown"),
            ]
            for (value, verdict) in answers {
                let page = try await server.send(.post, "/verify", body: "value=\(value)", headers: Self.form)
                #expect(page.status == 200)
                #expect(page.headers[.cacheControl] == "no-store")
                #expect(page.text.contains("verify-verdict--\(verdict)"), "\(value)")
            }
            let nothing = try await server.send(.post, "/verify", body: "value=", headers: Self.form)
            #expect(nothing.status == 422)
            #expect(nothing.text.contains(#"aria-invalid="true""#))
            #expect(try await server.send(.post, "/verify", json: ["value": "x"]).status == 415)
        }
    }

    @Test func aSecretIsNotWrittenBack() async throws {
        try await TestServer.with { server in
            let body = "value=legal+winner+thank+year+wave+sausage+worth+useful+legal+winner+thank+yellow"
            let page = try await server.send(.post, "/verify", body: body, headers: Self.form)
            #expect(page.status == 200)
            #expect(page.text.contains("verify-verdict--unknown"))
            #expect(!page.text.contains("sausage"))
        }
    }

    @Test func oneAddressMayNotAskForEver() async throws {
        try await TestServer.with(configure: { $0.writesPerMinute = 3 }) { server in
            var statuses: [Int] = []
            for _ in 0..<5 {
                statuses.append(
                    try await server.send(.post, "/api/v1/verify", json: ["value": "x.example"]).status
                )
            }
            #expect(statuses.contains(429))
            #expect(
                try await server.send(.post, "/verify", body: "value=x", headers: Self.form).status == 429
            )
            #expect(try await server.send(.get, "/verify").status == 200)
        }
    }
}
