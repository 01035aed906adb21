package import Base

/// What can go wrong about API documents.
package enum APIDocumentError: DomainError, Hashable {
    /// The file says something that it must not, or leaves out what it must say.
    case malformed(line: Int, String)
    case tooMuch(line: Int, String)
    case tooLarge(limitInBytes: Int)
    case notText
    /// Neither OpenAPI 3, AsyncAPI 2 or 3 nor a FIX dictionary.
    case unknownFormat(String)
    case invalidName(String)
    case invalidVersion(String)
    case notFound
    case versionNotFound(String)
    case entryNotFound

    package var problem: Problem {
        switch self {
        case .malformed(let line, let what), .tooMuch(let line, let what):
            Problem(
                422,
                "api_document_invalid",
                "Line \(line): \(what).",
                try: "Put the file right and import it again; nothing was changed.",
                members: ["line": String(line)]
            )
        case .tooLarge(let limit):
            Problem(422, "api_document_too_large", "An API document has \(limit) bytes at most.")
        case .notText:
            Problem(422, "api_document_invalid", "The file is not UTF-8 text.")
        case .unknownFormat(let found):
            Problem(
                422,
                "api_document_format_unknown",
                "This is no API document that can be read: \(found).",
                try:
                    "OpenAPI 3.0 and 3.1, AsyncAPI 2 and 3 (JSON or YAML), and QuickFIX dictionaries (XML) can."
            )
        case .invalidName:
            .invalid(field: "api", "1 to 80 lower-case letters, digits and single hyphens")
        case .invalidVersion:
            .invalid(
                field: "version",
                "1 to 30 lower-case letters, digits, full stops and hyphens, beginning with a letter or digit"
            )
        case .notFound:
            Problem(
                404,
                "api_not_found",
                "There is no such API.",
                try: "List them with GET /api/v1/api-docs."
            )
        case .versionNotFound:
            Problem(
                404,
                "api_version_not_found",
                "The API has no such version.",
                try: "List them with GET /api/v1/api-docs."
            )
        case .entryNotFound:
            Problem(
                404,
                "api_entry_not_found",
                "This version of the API has nothing of that name.",
                try: "Look at the version's page: it may have been added later, or taken away."
            )
        }
    }
}
