import Base
import HTTPTypes
import Hummingbird
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// Who may what: every route with every role, denied by default.
@Suite struct AuthorityTests {
    /// The desk's routes with what each needs, and an address to try it at.
    private static let deskRoutes: [(HTTPRequest.Method, String, Permission)] = [
        (.get, "me", .ownSession), (.put, "presence", .presenceSet), (.get, "agents", .conversationsRead),
        (.get, "macros", .macrosUse), (.post, "macros", .macrosUse), (.put, "macros/ID", .macrosUse),
        (.delete, "macros/ID", .macrosUse), (.get, "conversations", .conversationsRead),
        (.get, "search", .conversationsRead),
        (.get, "conversations/ID", .conversationsRead),
        (.get, "conversations/ID/messages", .conversationsRead),
        (.post, "conversations/ID/messages", .conversationsAnswer),
        (.get, "conversations/ID/messages/SEQ/translation", .conversationsRead),
        (.get, "customers/ID/timeline", .conversationsRead),
        (.post, "customers/ID/reveal", .contactReveal),
        (.get, "approvals", .approvalsSee), (.get, "approvals/ID", .approvalsSee),
        (.post, "approvals/ID/approve", .approvalsSee), (.post, "approvals/ID/refuse", .approvalsSee),
        (.post, "approvals/ID/withdraw", .approvalsSee),
        (.get, "conversations/ID/messages/SEQ/translation", .conversationsRead),
        (.post, "conversations/ID/assign", .conversationsAnswer),
        (.get, "marks", .conversationsRead), (.post, "conversations/ID/mentions/read", .conversationsRead),
        (.put, "conversations/ID/follow", .conversationsRead),
        (.delete, "conversations/ID/follow", .conversationsRead), (.get, "tags", .conversationsRead),
        (.get, "fields", .conversationsRead), (.post, "fields", .fieldsManage),
        (.put, "fields/ID", .fieldsManage), (.delete, "fields/ID", .fieldsManage),
        (.get, "filters", .conversationsRead), (.post, "filters", .conversationsRead),
        (.put, "filters/ID", .conversationsRead), (.delete, "filters/ID", .conversationsRead),
        (.post, "conversations/ID/merge", .conversationsAnswer),
        (.post, "conversations/ID/split", .conversationsAnswer),
        (.post, "conversations/ID/links", .conversationsAnswer),
        (.post, "conversations/ID/unlink", .conversationsAnswer), (.post, "actions", .conversationsAnswer),
        (.get, "drafts", .conversationsAnswer), (.put, "conversations/ID/draft", .conversationsAnswer),
        (.get, "conversations/ID/verifications", .conversationsRead),
        (.post, "conversations/ID/verifications", .conversationsAnswer),
        (.delete, "conversations/ID/verifications/VRF", .conversationsAnswer),
        (.post, "conversations/ID/report", .conversationsAnswer),
        (.post, "conversations/ID/status", .conversationsAnswer), (.get, "queues", .conversationsRead),
        (.get, "teams", .conversationsRead), (.get, "board", .conversationsSupervise),
        (.get, "articles", .articlesPropose), (.post, "articles", .articlesPropose),
        (.get, "articles/choices", .articlesPropose), (.post, "articles/preview", .articlesPropose),
        (.get, "articles/gaps", .articlesPropose), (.post, "articles/gaps/count", .articlesPropose),
        (.post, "articles/gaps/dismiss", .articlesPropose),
        (.post, "articles/gaps/restore", .articlesPropose),
        (.post, "articles/bulk", .articlesEdit),
        (.get, "articles/links", .articlesPropose), (.post, "articles/links/check", .articlesPropose),
        (.get, "articles/ID/texts/LOCALE/links", .articlesPropose),
        (.get, "articles/ID", .articlesPropose), (.put, "articles/ID", .articlesEdit),
        (.put, "articles/ID/texts/LOCALE", .articlesPropose),
        (.post, "articles/ID/texts/LOCALE/review", .articlesPropose),
        (.post, "articles/ID/texts/LOCALE/return", .articlesEdit),
        (.post, "articles/ID/texts/LOCALE/publish", .articlesEdit),
        (.post, "articles/ID/texts/LOCALE/discard", .articlesEdit),
        (.post, "articles/ID/texts/LOCALE/archive", .articlesEdit),
        (.post, "articles/ID/texts/LOCALE/reopen", .articlesEdit),
        (.get, "articles/ID/texts/LOCALE/versions", .articlesPropose),
        (.get, "articles/ID/texts/LOCALE/difference", .articlesPropose),
        (.post, "articles/ID/texts/LOCALE/restore", .articlesPropose),
        (.get, "articles/ID/texts/LOCALE/comments", .articlesPropose),
        (.post, "articles/ID/texts/LOCALE/comments", .articlesPropose),
        (.get, "snippets", .articlesPropose), (.get, "snippets/NAME", .articlesPropose),
        (.put, "snippets/NAME", .articlesEdit), (.delete, "snippets/NAME", .articlesEdit),
        (.get, "pictures", .articlesPropose), (.post, "pictures", .articlesPropose),
        (.get, "pictures/NAME", .articlesPropose), (.put, "pictures/NAME", .articlesEdit),
        (.put, "pictures/NAME/content", .articlesEdit), (.delete, "pictures/NAME", .articlesEdit),
        (.get, "videos", .articlesPropose), (.get, "videos/NAME", .articlesPropose),
        (.put, "videos/NAME", .articlesEdit), (.delete, "videos/NAME", .articlesEdit),
        (.put, "videos/NAME/film", .articlesEdit), (.put, "videos/NAME/poster", .articlesEdit),
        (.delete, "videos/NAME/poster", .articlesEdit), (.put, "videos/NAME/stills/SECOND", .articlesEdit),
        (.delete, "videos/NAME/stills/SECOND", .articlesEdit),
        (.put, "videos/NAME/captions/LOCALE", .articlesEdit),
        (.delete, "videos/NAME/captions/LOCALE", .articlesEdit),
        (.put, "videos/NAME/chapters/LOCALE", .articlesEdit),
        (.delete, "videos/NAME/chapters/LOCALE", .articlesEdit),
        (.put, "api-documents/API/VERSION", .articlesEdit),
        (.delete, "api-documents/API/VERSION", .articlesEdit),
        (.post, "api-documents/API/VERSION/preview", .articlesEdit),
        (.put, "api-documents/API/VERSION/deprecation", .articlesEdit),
        (.get, "announcements", .announcementsEdit), (.post, "announcements", .announcementsEdit),
        (.get, "announcements/choices", .announcementsEdit), (.get, "announcements/ID", .announcementsEdit),
        (.put, "announcements/ID", .announcementsEdit),
        (.post, "announcements/ID/publish", .announcementsEdit),
        (.post, "announcements/ID/unschedule", .announcementsEdit),
        (.post, "announcements/ID/withdraw", .announcementsEdit),
        (.post, "announcements/ID/updates", .announcementsEdit),
        (.get, "announcements/ID/history", .announcementsEdit),
        (.get, "passkeys", .ownSession), (.post, "passkeys", .ownSession),
        (.post, "passkeys/challenge", .ownSession), (.post, "passkeys/ID/remove", .ownSession),
        (.get, "second-factor", .ownSession), (.post, "second-factor", .ownSession),
        (.post, "second-factor/confirm", .ownSession), (.post, "second-factor/remove", .ownSession),
        (.post, "recovery-codes", .ownSession), (.put, "password", .ownSession),
        (.get, "sessions", .ownSession), (.delete, "sessions", .ownSession),
        (.delete, "sessions/ID", .ownSession), (.get, "sign-ins", .ownSession),
        // Last: what comes after it would have no session.
        (.delete, "session", .ownSession),
    ]

    /// The same of what supervisors and admins manage.
    private static let adminRoutes: [(HTTPRequest.Method, String, Permission)] = [
        (.post, "queues", .routingManage), (.put, "queues/ID", .routingManage),
        (.delete, "queues/ID", .routingManage), (.post, "teams", .routingManage),
        (.put, "teams/ID", .routingManage), (.delete, "teams/ID", .routingManage),
        (.get, "agents", .routingManage), (.put, "agents/ID/abilities", .routingManage),
        (.get, "audit", .auditRead), (.get, "reveals", .revealsRead),
        (.get, "approval-rules", .approvalsManage), (.put, "approval-rules", .approvalsManage),
        (.get, "verification-rules", .approvalsManage), (.put, "verification-rules", .approvalsManage),
        (.get, "templates", .templatesEdit),
        (.put, "templates/KEY/LOCALE", .templatesEdit), (.delete, "templates/KEY/LOCALE", .templatesEdit),
        (.get, "official-channels", .officialChannelsManage),
        (.post, "official-channels", .officialChannelsManage),
        (.put, "official-channels/ID", .officialChannelsManage),
        (.delete, "official-channels/ID", .officialChannelsManage),
        (.get, "phishing-reports", .phishingReportsDecide),
        (.get, "phishing-reports/ID", .phishingReportsDecide),
        (.get, "phishing-reports/ID/picture", .phishingReportsDecide),
        (.post, "phishing-reports/ID/decision", .phishingReportsDecide),
        (.post, "phishing-reports/ID/warning", .phishingReportsDecide),
        (.delete, "phishing-reports/ID/warning", .phishingReportsDecide),
        (.get, "sign-in-policy", .signInManage), (.put, "sign-in-policy", .signInManage),
        (.get, "privacy/customers", .privacyManage), (.get, "privacy/customers/ID/export", .privacyManage),
        (.post, "privacy/customers/ID/erasure", .privacyManage),
        (.get, "privacy/erasures", .privacyManage), (.get, "privacy/erasures/ID", .privacyManage),
        (.get, "openid-provider", .signInManage), (.put, "openid-provider", .signInManage),
        (.delete, "openid-provider", .signInManage),
        (.get, "announcement-webhooks", .webhooksManage), (.post, "announcement-webhooks", .webhooksManage),
        (.put, "announcement-webhooks/ID", .webhooksManage),
        (.delete, "announcement-webhooks/ID", .webhooksManage),
        (.get, "announcement-webhooks/ID/deliveries", .webhooksManage),
        (.get, "provisioning-tokens", .agentsManage), (.post, "provisioning-tokens", .agentsManage),
        (.delete, "provisioning-tokens/ID", .agentsManage),
        (.delete, "agents/ID/second-factor", .agentsManage), (.delete, "agents/ID/sessions", .agentsManage),
        (.get, "people", .agentsManage), (.get, "people/ID", .agentsManage),
        (.put, "agents/ID/role", .agentsManage), (.put, "agents/ID/active", .agentsManage),
    ]

    /// How one becomes an agent: open to everybody.
    private static let ways: Set = [
        "post /agent/session", "post /agent/passkey-session", "post /agent/passkey-session/challenge",
        "post /agent/openid-session",
    ]

    /// What stands in an address for the parameters that the description names.
    private static let places = [
        "ID": "{id}", "KEY": "{key}", "LOCALE": "{locale}", "SEQ": "{seq}", "VRF": "{verification}",
        "API": "{api}", "VERSION": "{version}", "NAME": "{name}", "SECOND": "{second}",
    ]

    private static let routes =
        adminRoutes.map { ($0.0, "admin/\($0.1)", $0.2) } + deskRoutes.map { ($0.0, "agent/\($0.1)", $0.2) }

    @Test(arguments: Role.allCases)
    func theRoutingPageIsForThoseWhoManageIt(_ role: Role) async throws {
        try await TestServer.with { server in
            let token = try await server.agent(role, name: role.rawValue)
            let headers: HTTPFields = [.cookie: "switchboard_agent=\(token)"]
            let page = try await server.send(.get, "/desk/routing", headers: headers)
            #expect(page.status == (Permission.routingManage.isGranted(to: role) ? 200 : 403))
            #expect(try await server.send(.get, "/desk/routing").status == 302)
        }
    }

    @Test(arguments: Role.allCases)
    func theTemplatesPageIsForThoseWhoChooseWords(_ role: Role) async throws {
        try await TestServer.with { server in
            let token = try await server.agent(role, name: role.rawValue)
            let headers: HTTPFields = [.cookie: "switchboard_agent=\(token)"]
            let page = try await server.send(.get, "/desk/templates", headers: headers)
            #expect(page.status == (Permission.templatesEdit.isGranted(to: role) ? 200 : 403))
            #expect(try await server.send(.get, "/desk/templates").status == 302)
        }
    }

    @Test(arguments: Role.allCases)
    func theKnowledgePageIsForThoseWhoWrite(_ role: Role) async throws {
        try await TestServer.with { server in
            let token = try await server.agent(role, name: role.rawValue)
            let headers: HTTPFields = [.cookie: "switchboard_agent=\(token)"]
            let page = try await server.send(.get, "/desk/knowledge", headers: headers)
            #expect(page.status == (Permission.articlesPropose.isGranted(to: role) ? 200 : 403))
            #expect(try await server.send(.get, "/desk/knowledge").status == 302)
        }
    }

    @Test func everyRegisteredDeskRouteIsInTheTable() async throws {
        try await TestServer.with { server in
            let described = try await server.send(.get, "/api/v1/openapi.json").json
            let paths = try #require(described["paths"] as? [String: [String: Any]])
            var known: Set<String> = []
            for (path, operations) in paths where path.hasPrefix("/agent/") || path.hasPrefix("/admin/") {
                for method in operations.keys where !Self.ways.contains("\(method) \(path)") {
                    known.insert("\(method.uppercased()) \(path.dropFirst())")
                }
            }
            let tried = Self.routes.map { method, path, _ in
                "\(method.rawValue) \(Self.places.reduce(path) { $0.replacing($1.key, with: $1.value) })"
            }
            #expect(known == Set(tried))
        }
    }

    @Test(arguments: Role.allCases)
    func eachRoleReachesItsRoutesAndNoOther(_ role: Role) async throws {
        try await TestServer.with { server in
            let token = try await server.agent(role, name: role.rawValue)
            let conversation = try await server.chat(try await server.guest())
            for (method, path, permission) in Self.routes {
                let address = "/api/v1/" + path.replacing("ID", with: conversation)
                let answer = try await server.send(
                    method,
                    address,
                    json: method == .get ? nil : [:],
                    token: token
                )
                if permission.isGranted(to: role) {
                    #expect(
                        answer.status != 401 && answer.status != 403,
                        "\(role) \(method) \(path): \(answer.status)"
                    )
                } else {
                    #expect(answer.status == 403, "\(role) \(method) \(path): \(answer.status)")
                    #expect(answer.code == "not_permitted")
                }
            }
        }
    }

    @Test func customersAndStrangersDoNotReachTheDesk() async throws {
        try await TestServer.with { server in
            let guest = try await server.guest()
            for (method, path, _) in Self.routes {
                let address = "/api/v1/" + path.replacing("ID", with: "cnv_00000000000000000000000000")
                for token in [nil, guest, "sba_forged", "sbc_forged"] {
                    let answer = try await server.send(
                        method,
                        address,
                        json: method == .get ? nil : [:],
                        token: token
                    )
                    #expect(answer.status == 401, "\(method) \(path) with \(token ?? "nothing")")
                }
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anotherCustomersConversationIsNotFoundOnEveryRoute(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let id = try await server.chat(try await server.guest())
            let other = try await server.guest()
            let base = "/api/v1/conversations/\(id)"
            let tries: [(HTTPRequest.Method, String, [String: any Sendable]?)] = [
                (.get, base, nil), (.get, "\(base)/messages", nil),
                (
                    .post, "\(base)/messages",
                    ["client_id": "2f9d4e0e-0000-4000-8000-000000000001", "body": "x"]
                ),
                (.post, "\(base)/handover", [:]), (.post, "\(base)/resolve", [:]),
                (.post, "\(base)/rating", ["score": 1]), (.post, "\(base)/challenge", [:]),
                (.post, "\(base)/report", ["seq": 1]),
            ]
            for (method, path, json) in tries {
                let answer = try await server.send(method, path, json: json, token: other)
                #expect(answer.status == 404, "\(method) \(path)")
                #expect(answer.code == "conversation_not_found")
                let nobody = try await server.send(method, path, json: json)
                #expect(nobody.status == 401, "\(method) \(path)")
            }
            let list = try await server.send(.get, "/api/v1/conversations", token: other)
            #expect((list.json["data"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func anotherSiteCannotWriteWithOurCookie() async throws {
        try await TestServer.with { server in
            let token = try await server.guest()
            var headers: HTTPFields = [.cookie: "switchboard_session=\(token)"]
            headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "cross-site"
            let refused = try await server.send(
                .post,
                "/api/v1/conversations",
                json: ["kind": "chat", "topic": "other"],
                headers: headers
            )
            #expect(refused.status == 403)
            #expect(refused.code == "cross_origin")
            headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "same-origin"
            let accepted = try await server.send(
                .post,
                "/api/v1/conversations",
                json: ["kind": "chat", "topic": "other"],
                headers: headers
            )
            #expect(accepted.status == 201)
        }
    }
}
