import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import People

/// Customers and conversations for a load, made through the public API.
struct BenchPeople: Sendable {
    private struct Session: Decodable {
        let token: String
    }

    private struct Opened: Decodable {
        let id: String
    }

    private struct Written: Decodable {
        let seq: Int
    }

    private let base: String

    init(_ target: BenchTargetAddress) {
        base = "http://\(target.host):\(target.port)/api/v1"
    }

    /// What a server wants that has had many guests lately.
    private struct Asked: Decodable {
        struct Challenge: Decodable {
            let text: String
            let bits: Int
        }

        let challenge: Challenge
    }

    /// A new guest's token; what it takes to be one is worked out.
    func guest() async throws -> String {
        do {
            return try await post("/session", "{}", token: nil, as: Session.self).token
        } catch let refusal as Refused where refusal.status == 403 {
            let asked = try JSONDecoder().decode(Asked.self, from: refusal.answer).challenge
            let nonce = Puzzle.solution(asked.text, bits: asked.bits)
            let body = #"{"proof":{"challenge":"\#(asked.text)","nonce":"\#(nonce)"}}"#
            return try await post("/session", body, token: nil, as: Session.self).token
        }
    }

    /// A conversation that waits for a person, so that the assistant does not answer the load.
    func ticket(_ token: String) async throws -> String {
        let body = #"{"kind":"ticket","topic":"other","subject":"load","body":"load"}"#
        return try await post("/conversations", body, token: token, as: Opened.self).id
    }

    /// A conversation with the assistant, which has greeted and waits for a question.
    func chat(_ token: String) async throws -> String {
        try await post("/conversations", #"{"kind":"chat","topic":"other"}"#, token: token, as: Opened.self)
            .id
    }

    /// Writes a message; returns its number.
    func write(_ body: String, to conversation: String, _ token: String) async throws -> Int {
        let message = #"{"client_id":"\#(UUID().uuidString)","body":"\#(body)"}"#
        let path = "/conversations/\(conversation)/messages"
        return try await post(path, message, token: token, as: Written.self).seq
    }

    private func post<Value: Decodable>(
        _ path: String,
        _ body: String,
        token: String?,
        as type: Value.Type
    ) async throws -> Value {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: 1 << 20)
        guard response.status.code == 201 else {
            throw Refused(
                status: response.status.code,
                path: path,
                answer: Data(answer.readableBytesView)
            )
        }
        return try JSONDecoder().decode(type, from: Data(answer.readableBytesView))
    }

    private struct Refused: Error, CustomStringConvertible {
        let status: UInt
        let path: String
        let answer: Data

        var description: String { "POST \(path) was answered with \(status)" }
    }
}
