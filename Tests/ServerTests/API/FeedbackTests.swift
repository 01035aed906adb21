import Base
import Foundation
import HTTPTypes
import Knowledge
@testable import Server
import Storage
import Testing
import TestSupport

/// What readers say of an article: once each, and changed at will.
@Suite("Feedback")
struct FeedbackTests {
    private static let path = "/api/v1/help/articles/late-deposit/feedback"

    private func with(
        _ engine: Engine,
        isBehindTLS: Bool = false,
        _ body: @escaping @Sendable (TestServer, Slug) async throws -> Void
    ) async throws {
        let slug = try #require(Slug(rawValue: "late-deposit"))
        try await TestServer.with(engine, configure: { $0.usesSecureCookies = isBehindTLS }) { server in
            try await server.wiring.articles.save([
                .init(
                    slug: slug,
                    locale: .english,
                    kind: .article,
                    category: slug,
                    title: "Late deposit",
                    summary: "",
                    keywords: [],
                    body: "Wait."
                )
            ])
            try await body(server, slug)
        }
    }

    private func counts(_ server: TestServer, _ slug: Slug) async throws -> [Int] {
        let article = try await server.wiring.articles.article(slug, for: .staff)
        return [article.helpful, article.notHelpful]
    }

    @Test("a visitor who says no and then why, and then yes, has one vote", arguments: TestDatabase.engines)
    func visitor(_ engine: Engine) async throws {
        try await with(engine) { server, slug in
            let first = try await server.send(.post, Self.path, json: ["helpful": false])
            #expect(first.status == 204)
            let cookie = try #require(first.headers[.setCookie]?.split(separator: ";").first.map(String.init))
            let headers: HTTPFields = [.cookie: cookie]

            let why: [String: Any] = ["helpful": false, "comment": "unclear"]
            _ = try await server.send(.post, Self.path, json: why, headers: headers)
            #expect(try await counts(server, slug) == [0, 1])

            _ = try await server.send(.post, Self.path, json: ["helpful": true], headers: headers)
            #expect(try await counts(server, slug) == [1, 0])
        }
    }

    @Test("behind TLS the number of a visitor goes by TLS alone, and with votes alone")
    func visitorBehindTLS() async throws {
        try await with(.sqlite, isBehindTLS: true) { server, slug in
            let first = try await server.send(.post, Self.path, json: ["helpful": false])
            let parts = try #require(first.headers[.setCookie]).split(separator: "; ").map(String.init)
            #expect(parts[0].hasPrefix("__Secure-switchboard_reader=sbr_"))
            #expect(Set(parts).isSuperset(of: ["Secure", "HttpOnly", "Path=/api/v1/help"]))

            let headers: HTTPFields = [.cookie: parts[0]]
            _ = try await server.send(.post, Self.path, json: ["helpful": true], headers: headers)
            #expect(try await counts(server, slug) == [1, 0])
        }
    }

    @Test("a customer has one vote, whatever else they send", arguments: TestDatabase.engines)
    func customer(_ engine: Engine) async throws {
        try await with(engine) { server, slug in
            let (one, other) = (try await server.guest(), try await server.guest())
            for token in [one, one, other] {
                _ = try await server.send(.post, Self.path, json: ["helpful": false], token: token)
            }

            #expect(try await counts(server, slug) == [0, 2])
        }
    }

    @Test(
        "a repeated key does nothing again, even after the vote was changed",
        arguments: TestDatabase.engines
    )
    func idempotencyKey(_ engine: Engine) async throws {
        try await with(engine) { server, slug in
            let token = try await server.guest()
            let key = try #require(HTTPField.Name("Idempotency-Key"))
            func vote(_ isHelpful: Bool, _ value: String, token: String?) async throws -> Int {
                try await server.send(
                    .post,
                    Self.path,
                    json: ["helpful": isHelpful],
                    token: token,
                    headers: [key: value]
                ).status
            }

            #expect(try await vote(false, "a", token: token) == 204)
            #expect(try await vote(true, "b", token: token) == 204)
            #expect(try await vote(false, "a", token: token) == 204)
            #expect(try await counts(server, slug) == [1, 0])

            // Without a session the key is all that tells two requests from one that was sent twice.
            #expect(try await vote(false, "c", token: nil) == 204)
            #expect(try await vote(false, "c", token: nil) == 204)
            #expect(try await counts(server, slug) == [1, 1])
        }
    }
}
