package import Base

/// What can go wrong about translations.
package enum TranslationError: DomainError, Hashable {
    /// This installation has no translator.
    case noTranslator
    case messageNotFound
    /// It says nothing in words: an event, or files alone.
    case nothingToTranslate
    case failed

    package var problem: Problem {
        switch self {
        case .noTranslator:
            Problem(
                404,
                "translation_not_set_up",
                "This installation has no translator.",
                try: "Set translation.url; docs/operations.md explains it."
            )
        case .messageNotFound:
            Problem(404, "message_not_found", "There is no such message.", try: "Reload the conversation.")
        case .nothingToTranslate:
            Problem(
                422,
                "nothing_to_translate",
                "The message says nothing in words.",
                try: "Translate messages that have a text."
            )
        case .failed:
            Problem(
                503,
                "translation_failed",
                "The translator did not answer, or not with a translation.",
                try: "Try again in a moment.",
                retryAfter: .seconds(5)
            )
        }
    }
}
