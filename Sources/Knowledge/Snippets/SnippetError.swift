package import Base

/// What can go wrong with the texts that articles share.
package enum SnippetError: DomainError, Hashable {
    case notFound(String)
    /// Somebody saved in between; `revision` is what there is now.
    case changedMeanwhile(revision: Int)
    /// `uses` are texts and snippets that would lose what they name.
    case inUse(String, uses: [String])
    /// It would name itself, or stand in others too deep.
    case endless(String)
    /// It names one that there is not.
    case unknown(String)
    case tooMany
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let name):
            Problem(
                404,
                "snippet_not_found",
                "There is no snippet or variable \(name).",
                try: "Reload the list."
            )
        case .changedMeanwhile(let revision):
            Problem(
                409,
                "snippet_conflict",
                "Somebody saved it in between.",
                try: "Read it again, then save with the revision that there is now.",
                members: ["revision": String(revision)]
            )
        case .inUse(let name, let uses):
            Problem(
                409,
                "snippet_in_use",
                "\(name) is named by \(uses.prefix(5).joined(separator: ", ")).",
                try: "Take it out of these texts first."
            )
        case .endless(let name):
            Problem(
                422,
                "snippet_endless",
                "\(name) names itself, or stands in more than \(SnippetShelf.mostDepth) others.",
                try: "Name fewer."
            )
        case .unknown(let notation):
            Problem(
                422,
                "snippet_unknown",
                "There is no \(notation).",
                try: "Write that one first, or escape it with a backslash."
            )
        case .tooMany:
            Problem(409, "too_many_snippets", "There are \(Snippet.most) already.", try: "Take some away.")
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
