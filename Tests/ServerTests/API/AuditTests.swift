import Base
import Conversations
import Foundation
import HTTPTypes
import Logging
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// What people do at the desk stands in the trail, and whoever may reads it there.
@Suite("Audit trail")
struct AuditTests {
    /// The trail as an auditor reads it, a line an entry: action, whose name, of what, details.
    private static func trail(_ server: TestServer) async throws -> [String] {
        while try await server.wiring.audit.chainPending() > 0 {}
        return try await server.wiring.audit.entries(after: 0, limit: AuditTrail.longestPage).map { entry in
            "\(entry.action) \(entry.actorName.isEmpty ? entry.actorKind : entry.actorName) \(entry.subjectKind) \(entry.details)"
        }
    }

    /// Sends a request and says whether it went well; deeds are a second apart.
    private static func `do`(
        _ server: TestServer,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ json: [String: Any]? = nil,
        as token: String? = nil
    ) async throws -> TestServer.Answer {
        server.clock.advance(by: .seconds(1))
        return try await server.send(method, "/api/v1/\(path)", json: json, token: token)
    }

    @Test("signing in, failing to, and signing out", arguments: TestDatabase.engines)
    func signIn(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            _ = try await server.wiring.agents.create(
                .init(
                    name: "Ada",
                    email: "ada@desk.example",
                    role: .agent,
                    password: Redacted("a good password")
                )
            )
            let known = ["email": "ada@desk.example", "password": "a good password"]
            for wrong in [
                ["email": "ada@desk.example", "password": "hunter2 hunter2"],
                ["email": "correct horse battery", "password": "a good password"],
            ] {
                #expect(try await Self.do(server, .post, "agent/session", wrong).status == 401)
            }
            let session = try await Self.do(server, .post, "agent/session", known)
            let token = try #require(session.json["token"] as? String)
            #expect(try await Self.do(server, .delete, "agent/session", as: token).status == 204)
            // Over: nobody signs out a second time.
            #expect(try await Self.do(server, .delete, "agent/session", as: token).status == 401)

            #expect(
                try await Self.trail(server) == [
                    #"agent.created system agent {"role":"agent"}"#,
                    #"agent.sign_in_failed unknown agent {"cause":"password_wrong"}"#,
                    #"agent.sign_in_failed unknown agent {"cause":"password_wrong"}"#,
                    #"agent.signed_in Ada agent {"method":"password"}"#, "agent.signed_out Ada agent {}",
                ]
            )
            let entries = try await server.wiring.audit.entries(after: 0, limit: 10)
            #expect(entries.map { $0.subjectID == nil } == [false, false, true, false, false])
            #expect(entries.dropFirst().allSatisfy { $0.address != nil })
            // What was typed stands nowhere: people type passwords into the wrong field.
            #expect(!"\(entries)".contains("horse") && !"\(entries)".contains("hunter2"))
        }
    }

    @Test("what an agent sees and does with a conversation", arguments: TestDatabase.engines)
    func desk(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let ada = try await server.agent(.agent, name: "ada")
            server.clock.advance(by: .seconds(1))
            let bo = try await server.agent(.agent, name: "bo")
            let id = try await server.chat(try await server.guest(), body: "the secret of my heart")
            let before = try await Self.trail(server).count
            let case_ = "agent/conversations/\(id)"
            let reply: [String: Any] = ["client_id": UUID().uuidString, "body": "the answer to it"]
            for (method, path, json, token, status) in [
                (.get, case_, nil, ada, 200), (.get, case_, nil, ada, 200), (.get, case_, nil, bo, 200),
                (.get, "\(case_)/messages", nil, ada, 200), (.get, "\(case_)/messages", nil, ada, 200),
                (.post, "\(case_)/messages", reply, ada, 201),
                // The same again is the same message.
                (.post, "\(case_)/messages", reply, ada, 201),
                (.post, "\(case_)/assign", ["agent": "me"], bo, 409),
                (.post, "\(case_)/status", ["status": "resolved"], ada, 200),
                (.get, "agent/conversations", nil, bo, 200),
                (
                    .post, "agent/actions",
                    [
                        "conversations": [id],
                        "actions": [["type": "reopen"], ["type": "note", "body": "not for the trail"]],
                    ], bo, 200
                ),
            ] as [(HTTPRequest.Method, String, [String: Any]?, String, Int)] {
                let answer = try await Self.do(server, method, path, json, as: token)
                #expect(answer.status == status, "\(method) \(path): \(answer.text)")
            }
            let holder =
                try #require(
                    try await Self.do(server, .get, case_, as: bo).json["conversation"] as? [String: Any]
                )["assignee"] as? [String: Any]
            let taken = try await Self.do(
                server,
                .post,
                "\(case_)/assign",
                ["agent": "me", "expected": try #require(holder?["id"] as? String)],
                as: ada
            )
            #expect(taken.status == 200)
            let part = try await Self.do(server, .post, "\(case_)/split", ["messages": [2]], as: ada)
            let partID = try #require(
                (part.json["conversation"] as? [String: Any])?["id"] as? String,
                "\(part.text)"
            )
            for (what, body) in [
                ("links", ["other": partID]), ("links", ["other": partID]), ("unlink", ["other": partID]),
                ("merge", ["into": partID]),
            ] {
                #expect(try await Self.do(server, .post, "\(case_)/\(what)", body, as: ada).status == 200)
            }
            let boID = try #require(holder?["id"] as? String)
            let entries = try await Self.trail(server).dropFirst(before)
            let adaID = try #require(
                try await server.wiring.audit.entries(after: 0, limit: 100).first { $0.actorName == "ada" }?
                    .actorID
            )
            #expect(
                Array(entries) == [
                    #"customer.details_viewed ada customer {"conversation":"\#(id)"}"#,
                    #"customer.details_viewed bo customer {"conversation":"\#(id)"}"#,
                    "conversation.viewed ada conversation {}",
                    #"conversation.replied ada conversation {"seq":"4"}"#,
                    #"conversation.changed ada conversation {"actions":"resolve"}"#,
                    #"conversation.changed bo conversation {"actions":"reopen,note"}"#,
                    #"conversation.taken_over ada conversation {"from":"\#(boID)","to":"\#(adaID)"}"#,
                    #"conversation.changed ada conversation {"actions":"split"}"#,
                    #"conversation.changed ada conversation {"actions":"link"}"#,
                    #"conversation.changed ada conversation {"actions":"unlink"}"#,
                    #"conversation.changed ada conversation {"actions":"merge"}"#,
                ]
            )
        }
    }

    @Test("what is changed of routing, people and words", arguments: TestDatabase.engines)
    func administration(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let sue = try await server.agent(.supervisor, name: "sue")
            let ada = try await server.agent(.agent, name: "ada")
            let adaID =
                try #require(
                    try await server.send(.get, "/api/v1/agent/me", token: ada).json["agent"]
                        as? [String: Any]
                )["id"] as? String
            let before = try await Self.trail(server).count
            let queue: [String: Any] = ["name": "API", "priority": 5, "target_wait_seconds": 60]
            let team: [String: Any] = [
                "name": "Night", "members": [String](), "replies_within_seconds": 3600,
            ]
            let made = try await Self.do(server, .post, "admin/queues", queue, as: sue)
            let id = try #require(made.json["id"] as? String, "\(made.text)")
            #expect(try await Self.do(server, .put, "admin/queues/\(id)", queue, as: sue).status == 200)
            #expect(try await Self.do(server, .delete, "admin/queues/\(id)", as: sue).status == 204)
            let crew = try await Self.do(server, .post, "admin/teams", team, as: sue)
            let crewID = try #require(crew.json["id"] as? String, "\(crew.text)")
            #expect(try await Self.do(server, .put, "admin/teams/\(crewID)", team, as: sue).status == 200)
            #expect(try await Self.do(server, .delete, "admin/teams/\(crewID)", as: sue).status == 204)
            let abilities: [String: Any] = ["capacity": 4, "skills": [], "languages": [], "limits": [:]]
            let path = "admin/agents/\(try #require(adaID))/abilities"
            #expect(try await Self.do(server, .put, path, abilities, as: sue).status == 200)
            let words = "admin/templates/assistant.hello/en"
            #expect(try await Self.do(server, .put, words, ["body": "Hello."], as: sue).status == 200)
            #expect(try await Self.do(server, .delete, words, as: sue).status == 200)
            let admin = try await server.agent(.admin, name: "root")
            let field: [String: Any] = ["key": "order", "labels": ["en": "Order"], "kind": "text"]
            let added = try await Self.do(server, .post, "agent/fields", field, as: admin)
            let fieldID = try #require(added.json["id"] as? String, "\(added.text)")
            #expect(
                try await Self.do(server, .put, "agent/fields/\(fieldID)", field, as: admin).status == 200
            )
            #expect(try await Self.do(server, .delete, "agent/fields/\(fieldID)", as: admin).status == 204)
            // Refused: nothing was done.
            #expect(try await Self.do(server, .delete, "admin/queues/\(id)", as: sue).status == 404)
            #expect(try await Self.do(server, .post, "admin/queues", queue, as: ada).status == 403)

            let changes = try await Self.trail(server).dropFirst(before).filter { $0.contains(".changed ") }
            #expect(
                changes == [
                    #"routing.changed sue queue {"change":"created"}"#,
                    #"routing.changed sue queue {"change":"updated"}"#,
                    #"routing.changed sue queue {"change":"retired"}"#,
                    #"routing.changed sue team {"change":"created"}"#,
                    #"routing.changed sue team {"change":"updated"}"#,
                    #"routing.changed sue team {"change":"deleted"}"#,
                    #"agent.changed sue agent {"capacity":"4"}"#,
                    #"template.changed sue template {"change":"saved","locale":"en"}"#,
                    #"template.changed sue template {"change":"reset","locale":"en"}"#,
                    #"field.changed root field {"change":"created"}"#,
                    #"field.changed root field {"change":"updated"}"#,
                    #"field.changed root field {"change":"deleted"}"#,
                ]
            )
        }
    }

    @Test("an auditor reads it page by page, and that is an entry too", arguments: TestDatabase.engines)
    func reading(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            let auditor = try await server.agent(.auditor, name: "li")
            _ = try await Self.do(server, .get, "admin/audit", as: auditor)
            _ = try await Self.trail(server)
            let first = try await Self.do(server, .get, "admin/audit?limit=2", as: auditor)
            let data = try #require(first.json["data"] as? [[String: Any]])
            #expect(data.map { $0["seq"] as? Int } == [1, 2])
            #expect(data[0]["previous_hash"] as? String == String(repeating: "0", count: 64))
            #expect(data[1]["previous_hash"] as? String == data[0]["hash"] as? String)
            #expect(first.json["next_cursor"] as? String == "2")
            let next = try await Self.do(server, .get, "admin/audit?after=2&limit=2", as: auditor)
            let last = try #require(next.json["data"] as? [[String: Any]])
            #expect(last.map { $0["action"] as? String } == ["audit.read"])
            #expect((last[0]["actor"] as? [String: Any])?["name"] as? String == "li")
            #expect(next.json["next_cursor"] is NSNull)
            for query in ["after=-1", "after=x", "limit=0", "limit=501"] {
                let refused = try await Self.do(server, .get, "admin/audit?\(query)", as: auditor)
                #expect(refused.status == 422 && refused.code == "invalid_parameter")
            }
        }
    }

    @Test("two nodes on one database make one chain of everybody's deeds")
    func twoNodes() async throws {
        guard TestDatabase.engines.contains(.postgres) else { return }
        try await TestDatabase.inDatabase { url in
            try await TestDatabase.inFolder { folder in
                let nodes = [try await Self.node(url, folder), try await Self.node(url, folder)]
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (number, node) in nodes.enumerated() {
                        let actor = AuditActor(.agent, id: "agt_\(number)", name: "Node \(number)")
                        for writer in 1...3 {
                            group.addTask {
                                for round in 1...20 {
                                    let name = "\(number) \(writer) \(round)"
                                    _ = try await node.queues.create(.init(name: name, scope: nil), by: actor)
                                }
                            }
                        }
                        group.addTask {
                            for _ in 1...60 { try await node.audit.chainPending() }
                        }
                    }
                    try await group.waitForAll()
                }
                while try await nodes[0].audit.chainPending() > 0 {}
                let found = try await nodes[1].audit.verify()
                #expect(found.fault == nil)
                #expect(found.count == 120)
                for node in nodes { try await node.database.close() }
            }
        }
    }

    /// A node as `serve` makes it, without its port.
    private static func node(_ url: String, _ folder: URL) async throws -> Wiring {
        var settings = ServerConfiguration()
        settings.dataFolder = folder
        settings.database = .postgres(Redacted(url))
        return try await Wiring(
            settings,
            database: Wiring.openDatabase(settings),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            clock: SystemClock(),
            metrics: PrometheusMetrics()
        )
    }
}
