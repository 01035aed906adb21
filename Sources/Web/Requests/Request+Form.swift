import Base
import Foundation
import HTTPTypes
package import Hummingbird

extension Request {
    /// One field of a form that was sent without script: `application/x-www-form-urlencoded`.
    ///
    /// - `limitInBytes`: A longer body is refused unread.
    ///
    /// Returns: nil when the form has no such field.
    ///
    /// Throws: ``Problem`` 413 `body_too_large`, 415 `not_a_form`, 400 `malformed_form`.
    package func formField(_ name: String, limitInBytes: Int = 64 * 1024) async throws -> String? {
        let mediaType = (headers[.contentType] ?? "").lowercased().prefix { $0 != ";" }
        guard mediaType.trimmingCharacters(in: .whitespaces) == "application/x-www-form-urlencoded" else {
            throw Problem(415, "not_a_form", "The body is not application/x-www-form-urlencoded.")
        }
        guard let body = String(validating: try await bytes(limitInBytes: limitInBytes), as: UTF8.self) else {
            throw Problem(400, "malformed_form", "The body is not valid UTF-8.")
        }
        guard let field = body.split(separator: "&").first(where: { $0.hasPrefix("\(name)=") }) else {
            return nil
        }
        guard let value = field.dropFirst(name.count + 1).replacing("+", with: " ").removingPercentEncoding
        else {
            throw Problem(400, "malformed_form", "A field of the form cannot be decoded.")
        }
        return value
    }
}
