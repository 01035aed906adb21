package import Base

/// What can go wrong while articles are written.
package enum AuthoringError: DomainError, Hashable {
    case notFound
    case translationNotFound(String)
    case versionNotFound(Int)
    case notAllowed(TranslationStage.Event, in: TranslationStage)
    /// Somebody saved in between; `current` is what there is now, as JSON.
    case changedMeanwhile(current: String)
    case slugTaken(String)
    case categoryUnknown(String)
    case ownerUnknown
    case timePassed
    /// Readers cannot be shown it as it is.
    case notReady([TextFlaw])
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(
                404,
                "article_not_found",
                "There is no such article.",
                try: "Reload the list: it may have been moved."
            )
        case .translationNotFound(let locale):
            Problem(
                404,
                "translation_not_found",
                "The article has no text in \(locale).",
                try: "Save a draft in this language first."
            )
        case .versionNotFound(let number):
            Problem(
                404,
                "version_not_found",
                "There is no version \(number) of this text.",
                try: "List them with GET …/versions."
            )
        case .notAllowed(let event, let stage):
            Problem(
                409,
                "stage_not_allowed",
                "A text that is \(stage.rawValue) does not take \(event.rawValue).",
                try: stage == .scheduled
                    ? "Take it back from its time first." : "Reload it: somebody may have been first.",
                members: ["stage": "\"\(stage.rawValue)\""]
            )
        case .changedMeanwhile(let current):
            Problem(
                409,
                "draft_conflict",
                "Somebody saved this text in between.",
                try: "Compare both, then save with the revision that there is now.",
                members: ["current": current]
            )
        case .slugTaken(let slug):
            Problem(
                409,
                "slug_taken",
                "The address \(slug) is another article's, or leads to one.",
                try: "Choose another one."
            )
        case .categoryUnknown:
            .invalid(field: "category", "one that there is")
        case .ownerUnknown:
            .invalid(field: "owner", "somebody at the desk who may write articles")
        case .timePassed:
            .invalid(field: "at", "a moment that is still to come, within a year")
        case .notReady(let flaws):
            Problem(
                422,
                "text_not_ready",
                "Readers cannot be shown the text as it is: \(flaws.map(\.words).joined(separator: "; ")).",
                try: "Put it right, then publish.",
                // Texts alone: there is no value that cannot be written.
                members: (try? WireJSON.encode(flaws)).map { ["flaws": String(decoding: $0, as: UTF8.self)] }
                    ?? [:]
            )
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
