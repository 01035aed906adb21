import AsyncHTTPClient
import Base
import Conversations
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Where a program of the operator's translates.
struct TranslationConfiguration: Sendable {
    /// `https://…`; plain `http` to this machine alone.
    var url: String
    /// What it knows this server by; nil where it asks for nothing.
    var key: Redacted<String>?
}

/// A program of the operator's as translator, by one HTTP request a message; docs/integration.md describes it.
struct TranslationProgram: MessageTranslator {
    /// How long it may take.
    private static let patience = TimeAmount.seconds(10)
    /// The largest answer that is read.
    private static let mostBytes = 512 * 1024

    private struct Question: Encodable {
        let text: String
        let from: LocaleCode?
        let to: LocaleCode
    }

    private struct Answer: Decodable {
        let text: String
        let from: LocaleCode?
    }

    enum Refusal: Error {
        case status(UInt)
        case length(Int)
    }

    let configuration: TranslationConfiguration
    let logger: Logger

    func translate(
        _ text: String,
        from: LocaleCode?,
        to: LocaleCode
    ) async throws(TranslationError) -> Translation {
        do {
            let answer = try await ask(Question(text: text, from: from, to: to))
            return try Self.read(answer, from: from)
        } catch {
            // An error of decoding quotes what it could not read.
            let reason = error is DecodingError ? "it is no translation" : String(describing: error)
            logger.warning("a message could not be translated: \(reason)")
            throw .failed
        }
    }

    /// Reads an answer.
    ///
    /// - `from`: What the text was written in, as far as it is known; what the answer says counts.
    static func read(_ answer: Data, from: LocaleCode?) throws -> Translation {
        let answer = try WireJSON.decode(Answer.self, from: answer)
        guard (1...Translation.longest).contains(answer.text.count) else {
            throw Refusal.length(answer.text.count)
        }
        return Translation(text: answer.text, from: answer.from ?? from)
    }

    private func ask(_ question: Question) async throws -> Data {
        var request = HTTPClientRequest(url: configuration.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        if let key = configuration.key {
            request.headers.add(name: "Authorization", value: "Bearer \(key.exposed)")
        }
        request.body = .bytes(ByteBuffer(bytes: try WireJSON.encode(question)))
        let response = try await HTTPClient.shared.execute(request, timeout: Self.patience)
        guard (200..<300).contains(response.status.code) else { throw Refusal.status(response.status.code) }
        let body = try await response.body.collect(upTo: Self.mostBytes)
        return Data(body.readableBytesView)
    }
}
