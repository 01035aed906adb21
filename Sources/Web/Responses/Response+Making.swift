package import Base
import Foundation
package import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// A JSON answer.
    package static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        Response(
            bytes: try WireJSON.encode(value),
            type: "application/json; charset=utf-8",
            status: status,
            headers
        )
    }

    /// A page that was rendered.
    package static func html(_ html: SafeHTML, status: HTTPResponse.Status = .ok) -> Response {
        Response(bytes: html.markup.utf8, type: "text/html; charset=utf-8", status: status, [:])
    }

    /// Nothing, with success.
    package static var noContent: Response {
        Response(status: .noContent)
    }

    /// An answer of bytes.
    package init(
        bytes: some Collection<UInt8>,
        type: String,
        status: HTTPResponse.Status = .ok,
        _ headers: HTTPFields = [:]
    ) {
        var headers = headers
        headers[.contentType] = type
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// An error as RFC 9457 "problem details".
    package init(_ problem: Problem, instance: String) {
        var members: [String: String] = problem.members
        func text(_ value: String) -> String {
            // Texts always encode; the empty one keeps the answer well-formed all the same.
            (try? WireJSON.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        }
        members["type"] = text("about:blank")
        members["title"] = text(problem.title)
        members["status"] = String(problem.status)
        members["code"] = text(problem.code)
        members["instance"] = text(instance)
        if let advice = problem.advice { members["detail"] = text(advice) }
        let body = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(
            separator: ","
        )
        self.init(
            bytes: "{\(body)}".utf8,
            type: "application/problem+json",
            status: .init(code: problem.status),
            problem.headerFields
        )
    }
}

extension Problem {
    /// Its own header fields, and `Retry-After` in whole seconds where there is one.
    var headerFields: HTTPFields {
        var fields: HTTPFields = [:]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        if let retryAfter {
            fields[.retryAfter] = String(max(1, Int((retryAfter.wholeMilliseconds + 999) / 1000)))
        }
        return fields
    }
}
