import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import People
import Safeguard
@testable import Server
import Storage
import TestSupport

/// The whole server's routes in process, on a database of its own.
struct TestServer {
    let wiring: Wiring
    let clock: FixedClock
    let client: any TestClientProtocol

    /// Runs a test with a server.
    ///
    /// - `engine`: Which database it has.
    /// - `configure`: Changes the settings.
    /// - `body`: The test.
    static func with(
        _ engine: Engine = .sqlite,
        configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration()
        configuration.identity.sharedSecret = Redacted(Scenario.identitySecret)
        configuration.writesPerMinute = 10_000
        configuration.signInsPerTenMinutes = 10_000
        configure(&configuration)
        let clock = FixedClock()
        try await TestDatabase.inFolder { folder in
            var configuration = configuration
            configuration.dataFolder = folder
            let settings = configuration
            try await TestDatabase.with(engine) { database in
                let wiring = try await Wiring(
                    settings,
                    database: database,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                    clock: clock,
                    metrics: PrometheusMetrics()
                )
                try await Application(router: try wiring.router()).test(.router) { client in
                    try await body(TestServer(wiring: wiring, clock: clock, client: client))
                }
            }
        }
    }

    /// What came back.
    struct Answer {
        let status: Int
        let headers: HTTPFields
        let text: String

        /// The body as JSON; an empty object when it is none.
        var json: [String: Any] {
            // Many answers are pages: the tests that ask for a member of one fail on its absence.
            (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
        }

        /// The stable code of a problem.
        var code: String? { json["code"] as? String }
    }

    /// Sends a request.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        json: [String: Any]? = nil,
        body: String? = nil,
        token: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        var text = body
        if let json {
            text = String(decoding: try JSONSerialization.data(withJSONObject: json), as: UTF8.self)
            headers[.contentType] = "application/json"
        }
        let response = try await client.executeRequest(
            uri: path,
            method: method,
            headers: headers,
            body: text.map { ByteBuffer(string: $0) }
        )
        return Answer(
            status: response.status.code,
            headers: response.headers,
            text: String(buffer: response.body)
        )
    }

    /// A guest's token.
    func guest() async throws -> String {
        try await send(.post, "/api/v1/session", json: [:]).json["token"] as? String ?? ""
    }

    /// An agent's token.
    func agent(_ role: Role, name: String) async throws -> String {
        let email = "\(name)@desk.example"
        _ = try await wiring.agents.create(
            .init(name: name, email: email, role: role, password: Redacted("a good password"))
        )
        return try await wiring.agents.signIn(email: email, password: Redacted("a good password")).token.text
    }

    /// A chat's id.
    func chat(_ token: String, body: String = "hello") async throws -> String {
        let answer = try await send(
            .post,
            "/api/v1/conversations",
            json: ["kind": "chat", "topic": "other", "body": body],
            token: token
        )
        return answer.json["id"] as? String ?? ""
    }
}
