import Base
import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore

extension Request {
    /// Reads a JSON body.
    ///
    /// - `limitInBytes`: A longer body is refused unread.
    ///
    /// Throws: ``Problem`` 413 `body_too_large`, 415 `not_json`, 400 `malformed_json`, 422 `invalid_field`.
    package func json<Value: Decodable>(
        _ type: Value.Type,
        limitInBytes: Int = 256 * 1024
    ) async throws -> Value {
        if let mediaType = headers[.contentType]?.lowercased(),
            mediaType.prefix(while: { $0 != ";" }).trimmingCharacters(in: .whitespaces) != "application/json"
        {
            throw Problem(415, "not_json", "The body is \(mediaType.prefix(60)), not application/json.")
        }
        let data = try await bytes(limitInBytes: limitInBytes)
        guard String(validating: data, as: UTF8.self) != nil else {
            throw Problem(400, "malformed_json", "The body is not valid UTF-8.", try: "Send JSON in UTF-8.")
        }
        do {
            return try WireJSON.decode(type, from: Data(data))
        } catch let error as DecodingError {
            throw Problem(decoding: error)
        }
    }

    /// The whole body.
    ///
    /// - Throws: ``Problem`` 413 `body_too_large` once more than `limitInBytes` came.
    package func bytes(limitInBytes: Int) async throws -> [UInt8] {
        let tooLarge = Problem(
            413,
            "body_too_large",
            "The body is larger than \(limitInBytes) bytes.",
            try: "Send less, or an attachment."
        )
        if let announced = headers[.contentLength].flatMap({ Int($0) }), announced > limitInBytes {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        for try await part in body {
            guard bytes.count + part.readableBytes <= limitInBytes else { throw tooLarge }
            bytes += part.readableBytesView
        }
        return bytes
    }

    /// A query parameter; nil when it is missing or empty, and as it was written when it cannot be decoded.
    ///
    /// Forms and URLSearchParams write a space as "+" (https://url.spec.whatwg.org/#urlencoded-parsing), which the
    /// framework's query parameters keep as it is.
    package func query(_ name: String) -> String? {
        guard let field = FormEncoding(uri.query ?? "").fields(named: name).first, !field.written.isEmpty
        else { return nil }
        return field.value ?? field.written
    }

    /// Whether a query parameter is there, also when it is empty: empty is no number and no name.
    private func names(_ name: String) -> Bool {
        !FormEncoding(uri.query ?? "").fields(named: name).isEmpty
    }

    /// A query parameter that names one of a kind; nil when it is missing.
    ///
    /// - Throws: ``Problem`` 422 `invalid_parameter` when there is none of that name.
    package func query<Value: RawRepresentable<String>>(_ name: String, as type: Value.Type) throws -> Value?
    {
        guard names(name) else { return nil }
        guard let value = Value(rawValue: query(name) ?? "") else {
            throw Problem(422, "invalid_parameter", "There is no \(name) of that name.")
        }
        return value
    }

    /// A query parameter that is true or false; nil when it is missing or empty.
    ///
    /// - Throws: ``Problem`` 422 `invalid_parameter` when it is neither.
    package func flag(_ name: String) throws -> Bool? {
        switch query(name) {
        case nil: nil
        case "true": true
        case "false": false
        default: throw Problem(422, "invalid_parameter", "\(name) must be true or false.")
        }
    }

    /// `Idempotency-Key`; nil when it is missing.
    ///
    /// - Throws: ``Problem`` 422 `invalid_field` when it is empty or over 255 bytes: passed over it would promise what
    ///   is not kept.
    package var idempotencyKey: String? {
        get throws {
            guard let name = HTTPField.Name("Idempotency-Key"), let key = headers[name] else { return nil }
            guard (1...255).contains(key.utf8.count) else {
                throw Problem(422, "invalid_field", "The header Idempotency-Key must have 1 to 255 bytes.")
            }
            return key
        }
    }

    /// A numeric query parameter within bounds.
    ///
    /// - Throws: ``Problem`` 422 `invalid_parameter` when it is no number in `range`.
    package func query(_ name: String, in range: ClosedRange<Int>, default value: Int) throws -> Int {
        guard names(name) else { return value }
        guard let number = Int(query(name) ?? ""), range.contains(number) else {
            throw Problem(
                422,
                "invalid_parameter",
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }
}

extension Problem {
    /// What a program that sent a wrong body reads: which member, and what was expected; never what it sent.
    fileprivate init(decoding error: DecodingError) {
        func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            self.init(422, "invalid_field", "The member \(path(context, key)) is missing.")
        case .valueNotFound(_, let context):
            self.init(422, "invalid_field", "The member \(path(context)) must not be null.")
        case .typeMismatch(_, let context):
            self.init(422, "invalid_field", "The member \(path(context)) has the wrong type.")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(422, "invalid_field", "The member \(path(context)) is not valid.")
        case .dataCorrupted:
            self.init(400, "malformed_json", "The body is not valid JSON.")
        @unknown default:
            self.init(400, "malformed_json", "The body could not be read.")
        }
    }
}
