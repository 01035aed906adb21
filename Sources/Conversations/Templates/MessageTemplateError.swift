package import Base

/// What can go wrong about the words of the system's messages.
package enum MessageTemplateError: DomainError, Hashable {
    case notFound(String)
    case variableUnknown(String, known: [String])
    case tooManyLocales(limit: Int)
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let key):
            Problem(
                404,
                "template_not_found",
                "There is no message \(key.prefix(80)) whose words can be chosen.",
                try: "List them with GET /api/v1/admin/templates."
            )
        case .variableUnknown(let name, let known):
            Problem(
                422,
                "template_variable_unknown",
                "{\(name)} is not a variable of this message.",
                try: known.isEmpty
                    ? "This message has none; leave the braces out."
                    : "Use one of \(known.map { "{\($0)}" }.joined(separator: ", "))."
            )
        case .tooManyLocales(let limit):
            Problem(
                422,
                "too_many_languages",
                "A message has own words in \(limit) languages at most.",
                try: "Go back to the standard words in one first."
            )
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
