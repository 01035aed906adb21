import HTTPTypes
import Hummingbird
import People
import Testing

@testable import Server

/// What the cookies of a site behind TLS are called, each of them.
@Suite("Cookies behind TLS")
struct CookiesBehindTLSTests {
    private static let credentials = ["email": "ada@desk.example", "password": "a good password"]

    private func with(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.with(configure: { $0.usesSecureCookies = true }, body)
    }

    private func cookie(_ answer: TestServer.Answer) -> (name: String, value: String, attributes: Set<String>)
    {
        let parts = (answer.headers[.setCookie] ?? "").split(separator: ";").map { $0.drop { $0 == " " } }
        let pair = (parts.first ?? "").split(separator: "=", maxSplits: 1).map(String.init)
        return (pair.first ?? "", pair.count > 1 ? pair[1] : "", Set(parts.dropFirst().map(String.init)))
    }

    @Test func everyCookieOfAllPathsIsBoundToTheHost() async throws {
        try await with { server in
            _ = try await server.agent(.agent, name: "ada")
            let answers = [
                "__Host-switchboard_session": try await server.send(.post, "/api/v1/session", json: [:]),
                "__Host-switchboard_agent": try await server.send(
                    .post,
                    "/api/v1/agent/session",
                    json: Self.credentials
                ),
                "__Host-switchboard_locale": try await server.send(.get, "/?lang=ja"),
            ]
            for (name, answer) in answers {
                let cookie = cookie(answer)
                #expect(cookie.name == name)
                #expect(cookie.attributes.isSuperset(of: ["Path=/", "Secure", "HttpOnly"]), "\(name)")
                #expect(!cookie.attributes.contains { $0.hasPrefix("Domain") }, "\(name)")
            }
        }
    }

    @Test func aPlainNameSignsNobodyInAndChoosesNothing() async throws {
        try await with { server in
            let token = try await server.agent(.agent, name: "ada")
            for (name, status) in [("switchboard_agent", 401), ("__Host-switchboard_agent", 200)] {
                let headers: HTTPFields = [.cookie: "\(name)=\(token)"]
                #expect(try await server.send(.get, "/api/v1/agent/me", headers: headers).status == status)
                let page = try await server.send(.get, "/desk", headers: headers)
                #expect(page.headers[.location] == (status == 200 ? nil : "/desk/sign-in"))
            }
            let guest = try await server.guest()
            for (name, status) in [("switchboard_session", 401), ("__Host-switchboard_session", 200)] {
                let headers: HTTPFields = [.cookie: "\(name)=\(guest)"]
                let listed = try await server.send(.get, "/api/v1/conversations", headers: headers)
                #expect(listed.status == status)
            }
            for (name, language) in [("switchboard_locale", "en"), ("__Host-switchboard_locale", "ja")] {
                let headers: HTTPFields = [.cookie: "\(name)=ja", .acceptLanguage: "en"]
                let page = try await server.send(.get, "/", headers: headers)
                #expect(page.headers[.contentLanguage] == language)
            }
        }
    }

    @Test func whoSignsOutLosesTheCookieOfTheSameName() async throws {
        try await with { server in
            let token = try await server.agent(.agent, name: "ada")
            let headers: HTTPFields = [.cookie: "__Host-switchboard_agent=\(token)"]
            let left = cookie(try await server.send(.delete, "/api/v1/agent/session", headers: headers))
            #expect(left.name == "__Host-switchboard_agent")
            #expect(left.value.isEmpty)
            #expect(left.attributes.isSuperset(of: ["Max-Age=0", "Path=/", "Secure"]))
            #expect(try await server.send(.get, "/api/v1/agent/me", headers: headers).status == 401)
        }
    }
}
