import Base
import HTTPTypes
import Hummingbird
import People
@testable import Server
import TestSupport
import Testing

/// How often one person may write and one address may read, on each route.
@Suite("Limits of requests") struct RequestLimitTests {
    private static let writing: [HTTPRequest.Method] = [.post, .put, .patch, .delete]
    /// Whether a route has limits of its own, or nothing counts there; the sandbox is not here.
    private static func isFree(_ path: String) -> Bool {
        ["/api/v1/agent/session", "/metrics", "/widget.js"].contains(path)
            || ["/scim/", "/health/", "/assets/"].contains(where: path.hasPrefix)
    }

    private static func isLimited(_ answer: TestServer.Answer) -> Bool {
        answer.status == 429 && (answer.headers[.retryAfter].flatMap { Int($0) } ?? 0) > 0
    }

    @Test("whoever has no session meets a limit on every route that writes")
    func everyRoute() async throws {
        try await TestServer.with(configure: { $0.writesPerMinute = 1 }) { server in
            let routes = try server.wiring.router().routes.filter { route in
                Self.writing.contains(route.method) && !Self.isFree("\(route.path)")
            }
            #expect(routes.count > 100)
            for route in routes {
                let path = "\(route.path)".replacing(/:[a-z]+/, with: "x").replacing("**", with: "x")
                _ = try await server.send(route.method, path, json: [:])
                let again = try await server.send(route.method, path, json: [:])
                #expect(Self.isLimited(again), "\(route.method) \(path): \(again.status)")
                #expect(again.code == "too_many_requests", "\(route.method) \(path)")
            }
        }
    }

    @Test("a customer's handing over, rating and resolving are limited, each by itself and for them alone")
    func customers() async throws {
        try await TestServer.with(configure: { $0.writesPerMinute = 4 }) { server in
            let (ada, bo) = (try await server.guest(), try await server.guest())
            let chat = try await server.chat(ada)
            func ask(_ what: String, of id: String, as token: String) async throws -> TestServer.Answer {
                let path = "/api/v1/conversations/\(id)/\(what)"
                return try await server.send(.post, path, json: ["score": 5], token: token)
            }
            for what in ["handover", "ticket", "resolve", "rating"] {
                var answers: [TestServer.Answer] = []
                // Another id is no other route.
                for number in 0..<6 {
                    let id = number.isMultiple(of: 2) ? chat : "cnv_00000000000000000000000000"
                    answers.append(try await ask(what, of: id, as: ada))
                }
                #expect(answers.prefix(4).allSatisfy { $0.status != 429 }, "\(what)")
                #expect(answers.dropFirst(4).allSatisfy(Self.isLimited), "\(what)")
                #expect(try await ask(what, of: chat, as: bo).status == 404)
            }
            #expect(try await server.send(.get, "/api/v1/conversations/\(chat)", token: ada).status == 200)
            server.clock.advance(by: .seconds(60))
            #expect(try await ask("rating", of: chat, as: ada).status == 200)
        }
    }

    @Test("somebody at the desk does one thing six hundred times a minute, and their colleague as often")
    func staff() async throws {
        try await TestServer.with(configure: { $0.writesPerMinute = 20 }) { server in
            let (ada, bo) = (
                try await server.agent(.agent, name: "ada"), try await server.agent(.agent, name: "bo")
            )
            let path = "/api/v1/agent/macros/mac_00000000000000000000000000"
            for _ in 0..<600 {
                #expect(try await server.send(.delete, path, token: ada).status == 404)
            }
            let refused = try await server.send(.delete, path, token: ada)
            #expect(Self.isLimited(refused) && refused.code == "too_many_requests")
            #expect(try await server.send(.delete, path, token: bo).status == 404)
            #expect(try await server.send(.get, "/api/v1/agent/macros", token: ada).status == 200)
        }
    }

    @Test("one address reads each route so often; a person is told on a page")
    func readers() async throws {
        try await TestServer.with(configure: { $0.readsPerMinute = 3 }) { server in
            for path in [
                "/api/v1/help/search?q=a", "/api/v1/help/suggest?q=a", "/api/v1/announcements",
                "/announcements",
                "/help/search?q=a", "/verify", "/",
            ] {
                let headers: HTTPFields = path.hasPrefix("/api/") ? [:] : [.accept: "text/html"]
                for _ in 0..<3 {
                    #expect(try await server.send(.get, path, headers: headers).status == 200, "\(path)")
                }
                let refused = try await server.send(.get, path, headers: headers)
                #expect(Self.isLimited(refused), "\(path)")
                let type = path.hasPrefix("/api/") ? "application/problem+json" : "text/html"
                #expect(refused.headers[.contentType]?.hasPrefix(type) == true, "\(path)")
            }
            // What is not there is one address, however it is called.
            for number in 0..<3 { #expect(try await server.send(.get, "/nothing/\(number)").status == 404) }
            #expect(Self.isLimited(try await server.send(.get, "/nothing/3")))
            server.clock.advance(by: .seconds(60))
            #expect(
                try await server.send(.get, "/announcements", headers: [.accept: "text/html"]).status == 200
            )
        }
    }

    @Test("health, figures and styles are asked for at will")
    func free() async throws {
        try await TestServer.with(configure: { $0.readsPerMinute = 1 }) { server in
            let page = try await server.send(.get, "/announcements", headers: [.accept: "text/html"])
            let style = try #require(page.text.firstMatch(of: /"(\/assets\/[^"]+)"/)).output.1
            for path in ["/health/live", "/health/ready", "/metrics", "/widget.js", String(style)] {
                for _ in 0..<5 { #expect(try await server.send(.get, path).status == 200, "\(path)") }
            }
        }
    }
}
