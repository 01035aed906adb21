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
        try await formFields([name], limitInBytes: limitInBytes)[name]
    }

    /// Some fields of such a form, the first of each name; one that it does not have is left out.
    ///
    /// - `limitInBytes`: A longer body is refused unread.
    ///
    /// Throws: ``Problem`` 413 `body_too_large`, 415 `not_a_form`, 400 `malformed_form`.
    package func formFields(_ names: [String], limitInBytes: Int = 64 * 1024) async throws -> [String: String]
    {
        try await formValues(names, limitInBytes: limitInBytes).compactMapValues(\.first)
    }

    /// Some fields of such a form, every one of each name, such as the boxes that were ticked; a name that it does not have
    /// is left out.
    ///
    /// - `limitInBytes`: A longer body is refused unread.
    ///
    /// Throws: ``Problem`` 413 `body_too_large`, 415 `not_a_form`, 400 `malformed_form`.
    package func formValues(
        _ names: [String],
        limitInBytes: Int = 64 * 1024
    ) async throws -> [String: [String]] {
        let mediaType = (headers[.contentType] ?? "").lowercased().prefix { $0 != ";" }
        guard mediaType.trimmingCharacters(in: .whitespaces) == "application/x-www-form-urlencoded" else {
            throw Problem(415, "not_a_form", "The body is not application/x-www-form-urlencoded.")
        }
        guard let body = String(validating: try await bytes(limitInBytes: limitInBytes), as: UTF8.self) else {
            throw Problem(400, "malformed_form", "The body is not valid UTF-8.")
        }
        let form = FormEncoding(body)
        var fields: [String: [String]] = [:]
        for name in names {
            for field in form.fields(named: name) {
                guard let value = field.value else {
                    throw Problem(400, "malformed_form", "A field of the form cannot be decoded.")
                }
                fields[name, default: []].append(value)
            }
        }
        return fields
    }
}
