package import Base

/// What can go wrong about macros.
package enum MacroError: DomainError, Hashable {
    case notFound(ID<Macro>)
    case shortcutTaken(String)
    case variableUnknown(String, known: [String])
    case tooMany(limit: Int)
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let id):
            Problem(
                404,
                "macro_not_found",
                "There is no macro \(id) that you may change.",
                try: "It may have been deleted; reload the list."
            )
        case .shortcutTaken(let shortcut):
            Problem(
                409,
                "macro_shortcut_taken",
                "There is a macro /\(shortcut) already.",
                try: "Choose another."
            )
        case .variableUnknown(let name, let known):
            Problem(
                422,
                "macro_variable_unknown",
                "{{\(name)}} is not a variable.",
                try: "Use one of \(known.joined(separator: ", "))."
            )
        case .tooMany(let limit):
            Problem(422, "too_many_macros", "There are \(limit) macros at most.", try: "Delete one first.")
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
