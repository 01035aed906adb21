import Base
import Foundation
import HTTPTypes
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// Own words, from the request that chooses them to the customer who reads them.
@Suite("Message templates")
struct TemplateTests {
    private static let base = "/api/v1/admin/templates"

    private static func greeting(_ server: TestServer, in locale: String) async throws -> String? {
        let token = try await server.guest()
        let opened = try await server.send(
            .post,
            "/api/v1/conversations",
            json: ["kind": "chat", "topic": "fees", "locale": locale],
            token: token
        )
        let id = try #require(opened.json["id"] as? String)
        let messages = try await server.send(.get, "/api/v1/conversations/\(id)/messages", token: token)
        return (messages.json["data"] as? [[String: Any]])?.first?["body"] as? String
    }

    @Test("a customer reads them in their language or the nearest", arguments: TestDatabase.engines)
    func read(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let token = try await server.agent(.supervisor, name: "sue")
            let english = try await Self.greeting(server, in: "en")
            for (key, words) in [("assistant.hello", "小盾为您服务。"), ("assistant.greeting.fees", "哪项费用？")] {
                let saved = try await server.send(
                    .put,
                    "\(Self.base)/\(key)/zh-CN",
                    json: ["body": words],
                    token: token
                )
                #expect(saved.status == 200)
            }

            #expect(try await Self.greeting(server, in: "zh-CN") == "小盾为您服务。\n\n哪项费用？")
            #expect(try await Self.greeting(server, in: "zh-SG") == "小盾为您服务。\n\n哪项费用？")
            #expect(try await Self.greeting(server, in: "en") == english)
            #expect(try await Self.greeting(server, in: "fr") == english)

            let reset = try await server.send(.delete, "\(Self.base)/assistant.hello/zh-CN", token: token)
            #expect(reset.status == 200 && (reset.json["texts"] as? [Any])?.isEmpty == true)
            #expect(try await Self.greeting(server, in: "zh-CN")?.hasPrefix("小盾") == false)
        }
    }

    @Test("pages that were shown before show them")
    func pages() async throws {
        try await TestServer.with { server in
            let token = try await server.agent(.admin, name: "root")
            let before = try await server.send(.get, "/widget?lang=en").text
            #expect(before.contains("How can we help?"))
            let words = "Ask <us> anything"

            let address = "\(Self.base)/widget.greeting/en"
            let saved = try await server.send(.put, address, json: ["body": words], token: token)

            #expect(saved.status == 200)
            let after = try await server.send(.get, "/widget?lang=en").text
            #expect(after.contains("Ask &lt;us&gt; anything") && !after.contains("How can we help?"))
            #expect(!after.contains("<us>"))
            #expect(try await server.send(.get, "/widget?lang=zh-CN").text.contains("Ask") == false)
        }
    }

    @Test("every message of the assistant has a text and a name")
    func named() async throws {
        try await TestServer.with { server in
            let token = try await server.agent(.supervisor, name: "sue")
            let list = try await server.send(.get, Self.base, token: token)
            let templates = try #require(list.json["data"] as? [[String: Any]])
            #expect(templates.count > 30)
            for template in templates {
                let key = try #require(template["key"] as? String)
                let standard = try #require(template["standard"] as? [[String: String]])
                let locales = server.wiring.localisation.locales.map(\.rawValue)
                #expect(standard.map { $0["locale"] } == locales, "\(key)")
                #expect(standard.allSatisfy { $0["body"]?.isEmpty == false && $0["body"] != key }, "\(key)")
                #expect(server.wiring.localisation.has("template.\(key)"), "\(key)")
            }
        }
    }
}
