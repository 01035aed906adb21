import Base
import HTTPTypes
import People
import Safeguard
@testable import Server
import Storage
import TestSupport
import Testing

/// What stands between a password and the desk: roles that must have a second factor, and addresses.
@Suite struct SignInTests {
    private static let password = "a good password"

    /// An admin who asks for second factors of a role.
    private static func demand(
        _ roles: [String],
        addresses: [String] = [],
        _ server: TestServer,
        _ token: String
    ) async throws
        -> TestServer.Answer
    {
        try await server.send(
            .put,
            "/api/v1/admin/sign-in-policy",
            json: ["second_factor_roles": roles, "allowed_addresses": addresses],
            token: token
        )
    }

    @Test(
        "whoever must set up a second factor reaches that and nothing else",
        arguments: TestDatabase.engines
    )
    func enrolling(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let admin = try await server.agent(.admin, name: "ada")
            let token = try await server.agent(.supervisor, name: "sue")
            let conversation = try await server.chat(try await server.guest())
            let before = try await server.send(.get, "/api/v1/agent/conversations", token: token)
            #expect(before.status == 200)
            #expect(try await Self.demand(["supervisor"], server, admin).status == 200)

            for (method, path) in [
                (HTTPRequest.Method.get, "conversations"), (.get, "conversations/\(conversation)"),
                (.get, "board"), (.put, "presence"), (.get, "agents"), (.get, "drafts"),
            ] {
                let answer = try await server.send(
                    method,
                    "/api/v1/agent/\(path)",
                    json: method == .get ? nil : ["state": "online"],
                    token: token
                )
                #expect(answer.status == 403, "\(path)")
                #expect(answer.code == "second_factor_missing", "\(path)")
            }
            let file = try await server.send(
                .post,
                "/api/v1/attachments?as=agent&name=a.txt",
                body: "x",
                token: token
            )
            #expect(file.status == 401)
            let cookie: HTTPFields = [.cookie: "switchboard_agent=\(token)"]
            for page in ["/desk", "/desk/board", "/desk/macros", "/desk/sign-in"] {
                let answer = try await server.send(.get, page, headers: cookie)
                #expect(answer.status == 302, "\(page)")
                #expect(answer.headers[.location] == "/desk/security", "\(page)")
            }
            #expect(try await server.send(.get, "/desk/security", headers: cookie).status == 200)

            let base = "/api/v1/agent/second-factor"
            #expect(try await server.send(.get, base, token: token).json["is_required"] as? Bool == true)
            let refused = try await server.send(.post, base, json: ["password": "not mine"], token: token)
            #expect(refused.status == 403)
            #expect(refused.code == "password_wrong")
            let begun = try await server.send(.post, base, json: ["password": Self.password], token: token)
            #expect(begun.status == 201)
            #expect(begun.headers[.cacheControl] == "no-store")
            let key = try #require(begun.json["key"] as? String)
            let step = AuthenticatorSecret.step(at: server.clock.now)
            let code = AuthenticatorSecret(base32: key).code(of: step)
            let done = try await server.send(.post, "\(base)/confirm", json: ["code": code], token: token)
            #expect((done.json["recovery_codes"] as? [String])?.count == 10)

            let after = try await server.send(.get, "/api/v1/agent/conversations", token: token)
            #expect(after.status == 200)
            #expect(try await server.send(.get, "/desk", headers: cookie).status == 200)
            let remove = try await server.send(
                .post,
                "\(base)/remove",
                json: ["password": Self.password],
                token: token
            )
            #expect(remove.code == "second_factor_not_removable")
        }
    }

    @Test("the code is a step of the sign-in", arguments: TestDatabase.engines)
    func code(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let token = try await server.agent(.agent, name: "ming")
            let base = "/api/v1/agent/second-factor"
            let begun = try await server.send(.post, base, json: ["password": Self.password], token: token)
            let secret = AuthenticatorSecret(base32: begun.json["key"] as? String ?? "")
            func code(_ offset: Int = 0) -> String {
                secret.code(of: AuthenticatorSecret.step(at: server.clock.now) + offset)
            }
            _ = try await server.send(.post, "\(base)/confirm", json: ["code": code()], token: token)
            func signIn(_ code: String?) async throws -> TestServer.Answer {
                var body = ["email": "ming@desk.example", "password": Self.password]
                body["code"] = code
                // What happens in the same millisecond has no order.
                server.clock.advance(by: .milliseconds(1))
                return try await server.send(.post, "/api/v1/agent/session", json: body)
            }
            let missing = try await signIn(nil)
            #expect((missing.status, missing.code) == (401, "code_required"))
            #expect(missing.headers[.setCookie] == nil)
            let used = try await signIn(code())
            #expect((used.status, used.code) == (401, "code_used"))
            let wrong = try await signIn("abc")
            #expect((wrong.status, wrong.code) == (401, "code_wrong"))
            #expect(try await signIn(code(1)).status == 200)
            for _ in 0..<5 { _ = try await signIn("abc") }
            let locked = try await signIn("abc")
            #expect((locked.status, locked.code) == (429, "code_locked"))
            #expect(locked.headers[.retryAfter] == "900")

            let history = try await server.send(.get, "/api/v1/agent/sign-ins?limit=3", token: token)
            let outcomes = (history.json["data"] as? [[String: Any]])?.compactMap { $0["outcome"] as? String }
            #expect(outcomes == ["code_locked", "code_wrong", "code_wrong"])
            #expect(history.json["next_cursor"] is String)
        }
    }

    @Test("the desk is closed to addresses that are not allowed", arguments: TestDatabase.engines)
    func addresses(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let admin = try await server.agent(.admin, name: "ada")
            let own = try #require(
                try await server.send(.get, "/api/v1/admin/sign-in-policy", token: admin).json["your_address"]
                    as? String
            )
            let lockedOut = try await Self.demand([], addresses: ["192.0.2.0/24"], server, admin)
            #expect((lockedOut.status, lockedOut.code) == (422, "would_lock_you_out"))
            let wrong = try await Self.demand([], addresses: ["everywhere"], server, admin)
            #expect((wrong.status, wrong.json["field"] as? String) == (422, "allowed_addresses"))
            // A test's requests come from no address: an operator may have set what does not hold it.
            #expect(own == "unknown")
            _ = try await server.wiring.database.write { db in
                try db.run(
                    """
                    INSERT INTO sign_in_policy (id, second_factor_roles, allowed_addresses, updated_at)
                    VALUES (1, \("[]"), \("[\"192.0.2.0/24\"]"), \(server.clock.now))
                    """
                )
            }
            let answer = try await server.send(.get, "/api/v1/agent/me", token: admin)
            #expect((answer.status, answer.code) == (403, "address_not_allowed"))
            let cookie: HTTPFields = [.cookie: "switchboard_agent=\(admin)"]
            for page in ["/desk", "/desk/security"] {
                #expect(try await server.send(.get, page, headers: cookie).status == 403)
            }
            let signIn = try await server.send(
                .post,
                "/api/v1/agent/session",
                json: ["email": "ada@desk.example", "password": Self.password]
            )
            #expect((signIn.status, signIn.code) == (403, "address_not_allowed"))
            try await server.wiring.signInPolicies.clearAddresses(by: .system)
            #expect(try await server.send(.get, "/api/v1/agent/me", token: admin).status == 200)
        }
    }
}

extension AuthenticatorSecret {
    /// Reads the key as an app does that was told it (RFC 4648, section 6).
    init(base32 text: String) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.compactMap(alphabet.firstIndex(of:)).flatMap { value in
            (0..<5).map { UInt8(value >> (4 - $0) & 1) }
        }
        self.init(
            bytes: stride(from: 0, to: bits.count - 7, by: 8).map { start in
                bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
            }
        )
    }
}
