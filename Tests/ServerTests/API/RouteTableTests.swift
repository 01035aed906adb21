import Base
import HTTPTypes
import Hummingbird
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// Nothing answers under the addresses of the desk that was not declared with what it needs.
@Suite struct RouteTableTests {
    /// The desk's pages; nil for those of whoever is signed in.
    private static let pages: [String: Permission?] = [
        "/desk": .conversationsRead, "/desk/security": nil, "/desk/macros": .macrosUse,
        "/desk/board": .conversationsSupervise,
        "/desk/routing": .routingManage, "/desk/templates": .templatesEdit,
        "/desk/channels": .officialChannelsManage, "/desk/phishing": .phishingReportsDecide,
        "/desk/knowledge": .articlesPropose, "/desk/knowledge/gaps": .articlesPropose,
        "/desk/knowledge/links": .articlesPropose, "/desk/knowledge/bulk": .articlesEdit,
        "/desk/knowledge/videos": .articlesPropose, "/desk/knowledge/pictures": .articlesPropose,
        "/desk/knowledge/api": .articlesEdit, "/desk/announcements": .announcementsEdit,
        "/desk/announcements/webhooks": .webhooksManage,
        "/desk/approvals": .approvalsSee,
        "/desk/privacy": .privacyManage, "/desk/people": .agentsManage,
        "/desk/people/sign-in": .signInManage,
    ]

    /// The pages among where one signs in.
    private static let entrances: Set = [
        "/desk/sign-in", "/desk/sign-in/openid", "/desk/sign-in/openid/callback",
    ]

    /// Where one signs in: open to everybody.
    private static let ways: Set = entrances.union([
        "/api/v1/agent/session", "/api/v1/agent/openid-session", "/api/v1/agent/passkey-session",
        "/api/v1/agent/passkey-session/challenge",
    ])

    private static func paths(_ server: TestServer, under prefixes: [String]) throws -> Set<String> {
        let all = try server.wiring.router().routes.map { "\($0.path)" }
        return Set(all.filter { path in prefixes.contains { path == $0 || path.hasPrefix("\($0)/") } })
    }

    @Test func theServerHasNoRouteThatIsNotDescribed() async throws {
        try await TestServer.with { server in
            let described = try await server.send(.get, "/api/v1/openapi.json").json
            let paths = try #require(described["paths"] as? [String: Any])
            let known = Set(paths.keys.map { "/api/v1\($0)" })
            let registered = try Self.paths(server, under: ["/api/v1"]).map { path in
                path.replacing(/:([a-z]+)/) { "{\($0.output.1)}" }
            }
            // It describes the others.
            #expect(Set(registered) == known.union(["/api/v1/openapi.json"]))
            #expect(try Self.paths(server, under: ["/desk"]) == Set(Self.pages.keys).union(Self.entrances))
        }
    }

    @Test func withoutASessionNoMethodOfNoRouteAnswers() async throws {
        try await TestServer.with { server in
            let paths = try Self.paths(server, under: ["/desk", "/api/v1/agent", "/api/v1/admin"])
            #expect(paths.count > 60)
            for path in paths.subtracting(Self.ways) {
                let address = path.replacing(/:[a-z]+/, with: "cnv_00000000000000000000000000")
                for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
                    let json: [String: Any]? = method == .get ? nil : [:]
                    let answer = try await server.send(method, address, json: json)
                    let refusals = path.hasPrefix("/desk") ? [302, 405] : [401, 405]
                    #expect(refusals.contains(answer.status), "\(method) \(path): \(answer.status)")
                }
            }
        }
    }

    @Test(arguments: Role.allCases)
    func eachRoleSeesItsPagesAndNoOther(_ role: Role) async throws {
        try await TestServer.with { server in
            let token = try await server.agent(role, name: role.rawValue)
            let headers: HTTPFields = [.cookie: "switchboard_agent=\(token)"]
            for (path, permission) in Self.pages {
                let page = try await server.send(.get, path, headers: headers)
                let mayEnter = permission?.isGranted(to: role) ?? true
                #expect((page.status == 200) == mayEnter, "\(role) \(path): \(page.status)")
                // Some send whoever has no business there to where they have.
                #expect(mayEnter || [302, 403].contains(page.status), "\(role) \(path): \(page.status)")
            }
        }
    }
}
