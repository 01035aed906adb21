package import Base

/// What can go wrong about pictures of articles.
package enum PictureError: DomainError, Hashable {
    case notFound(String)
    /// Nobody may know whether there is such a file and it is not for them.
    case fileNotFound
    /// Somebody saved in between; `revision` is what there is now.
    case changedMeanwhile(revision: Int)
    /// `uses` are the addresses of what shows it.
    case inUse(String, uses: [String])
    case empty
    case tooLarge
    /// What its content is.
    case notAccepted(String)
    case tooMany
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let name):
            Problem(404, "picture_not_found", "There is no picture \(name).", try: "Reload the list.")
        case .fileNotFound:
            Problem(404, "picture_file_not_found", "There is no such file.", try: "Open the article again.")
        case .changedMeanwhile(let revision):
            Problem(
                409,
                "picture_conflict",
                "Somebody saved it in between.",
                try: "Read it again, then save with the revision that there is now.",
                members: ["revision": String(revision)]
            )
        case .inUse(let name, let uses):
            Problem(
                409,
                "picture_in_use",
                "\(name) is shown by \(uses.prefix(5).joined(separator: ", ")).",
                try: "Take it out of these texts first."
            )
        case .empty: Problem(422, "picture_empty", "The file is empty.", try: "Choose another one.")
        case .tooLarge:
            Problem(
                413,
                "picture_file_too_large",
                "The file has more than \(Picture.largest / 1_048_576) MiB.",
                try: "Save it smaller, or a part of it.",
                members: ["limit_mib": String(Picture.largest / 1_048_576)]
            )
        case .notAccepted(let type):
            Problem(
                415,
                "picture_type_not_accepted",
                "The file's content is \(type), and no JPEG, PNG, GIF or WebP picture.",
                try: "Save it as one of these; diagrams can be written in the article itself."
            )
        case .tooMany:
            Problem(409, "too_many_pictures", "There are \(Picture.most) already.", try: "Delete some.")
        case .invalid(let field, let why): .invalid(field: field, why)
        }
    }
}
