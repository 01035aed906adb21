import Foundation
import HTTPTypes
import Hummingbird
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// Bad input gets a clear answer with a stable code and changes nothing.
@Suite struct BadInputTests {
    @Test(arguments: [
        ("{", 400, "malformed_json"), ("", 400, "malformed_json"), ("[]", 422, "invalid_field"),
        (#"{"kind":"fax","topic":"other"}"#, 422, "invalid_field"),
        (#"{"kind":"chat"}"#, 422, "invalid_field"),
        (#"{"kind":"chat","topic":"nonsense"}"#, 422, "topic_unknown"),
        (#"{"kind":"ticket","topic":"other"}"#, 422, "empty_message"),
        (#"{"kind":"chat","topic":"other","attachments":["x"]}"#, 422, "invalid_field"),
    ])
    func aWrongBodyIsExplained(_ body: String, _ status: Int, _ code: String) async throws {
        try await TestServer.with { server in
            let token = try await server.guest()
            let answer = try await server.send(
                .post,
                "/api/v1/conversations",
                body: body,
                token: token,
                headers: [.contentType: "application/json"]
            )
            #expect(answer.status == status)
            #expect(answer.code == code)
            #expect(answer.headers[.contentType] == "application/problem+json")
            let list = try await server.send(.get, "/api/v1/conversations", token: token)
            #expect((list.json["data"] as? [Any])?.isEmpty == true)
        }
    }

    @Test(
        "the answer names the member that is to blame",
        arguments: [
            ("queues", #"{"name":" "}"#, "name"), ("queues", #"{"name":"Q","priority":10}"#, "priority"),
            ("queues", #"{"name":"Q","relax_after_seconds":0}"#, "relax_after_seconds"),
            ("teams", #"{"name":"T","replies_within_seconds":1}"#, "replies_within_seconds"),
        ]
    )
    func aWrongMemberIsNamed(_ noun: String, _ body: String, _ field: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.send(
                .post,
                "/api/v1/admin/\(noun)",
                body: body,
                token: try await server.agent(.admin, name: "admin"),
                headers: [.contentType: "application/json"]
            )
            #expect(answer.code == "invalid_field")
            #expect(answer.json["field"] as? String == field)
        }
    }

    @Test func unknownMembersArePassedOverAndLargeBodiesRefused() async throws {
        try await TestServer.with { server in
            let token = try await server.guest()
            let json: [String: Any] = ["kind": "chat", "topic": "other", "surprise": ["a": [1, 2]]]
            let accepted = try await server.send(.post, "/api/v1/conversations", json: json, token: token)
            #expect(accepted.status == 201)
            let large = try await server.send(
                .post,
                "/api/v1/conversations",
                body: String(repeating: " ", count: 300_000),
                token: token,
                headers: [.contentType: "application/json"]
            )
            #expect(large.status == 413)
            #expect(large.code == "body_too_large")
            let text = try await server.send(
                .post,
                "/api/v1/conversations",
                body: "kind=chat",
                token: token,
                headers: [.contentType: "application/x-www-form-urlencoded"]
            )
            #expect(text.status == 415)
        }
    }

    @Test(arguments: [
        "/api/v1/conversations?cursor=zzz", "/api/v1/conversations?limit=0", "/api/v1/conversations?limit=x",
    ])
    func wrongParametersAreNamed(_ path: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.send(.get, path, token: try await server.guest())
            #expect(answer.status == 422)
        }
    }

    @Test func whatIsNotThereIsNotFoundForProgramsAndPeople() async throws {
        try await TestServer.with { server in
            let program = try await server.send(.get, "/api/v1/nowhere")
            #expect(program.status == 404)
            #expect(program.code == "not_found")
            let person = try await server.send(.get, "/nowhere", headers: [.accept: "text/html"])
            #expect(person.status == 404)
            #expect(person.text.contains("<h1"))
        }
    }

    @Test func anAttachmentThatLiesAboutItsTypeIsSeenThrough() async throws {
        try await TestServer.with { server in
            let token = try await server.guest()
            let html = try await server.send(
                .post,
                "/api/v1/attachments?name=picture.png",
                body: "<!doctype html><script>alert(1)</script>",
                token: token,
                headers: [.contentType: "image/png"]
            )
            #expect(html.status == 415)
            #expect(html.code == "attachment_type_not_accepted")
            let empty = try await server.send(.post, "/api/v1/attachments?name=a.txt", body: "", token: token)
            #expect(empty.code == "attachment_empty")
            let text = try await server.send(
                .post,
                "/api/v1/attachments?name=..%2F..%2Fetc%2Fpasswd",
                body: "just some text",
                token: token
            )
            #expect(text.status == 201)
            #expect((text.json["name"] as? String)?.contains("/") == false)
            let address = try #require(text.json["url"] as? String)
            let other = try await server.send(.get, address, token: try await server.guest())
            #expect(other.status == 404)
            let own = try await server.send(.get, address, token: token)
            #expect(own.text == "just some text")
            #expect(own.headers[.contentDisposition]?.hasPrefix("attachment") == true)
        }
    }
}
