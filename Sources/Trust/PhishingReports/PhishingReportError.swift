package import Base

/// What can go wrong about reports of fakes.
package enum PhishingReportError: DomainError, Hashable {
    case notFound(ID<PhishingReport>)
    /// There is no link, address, number or account in it.
    case nothingToReport
    /// All that is in it is ours.
    case official
    case containsSecret
    case tooManyWaiting
    /// Somebody decided in the meantime.
    case decidedMeanwhile(PhishingReport.Status)
    case notConfirmed
    /// A message has no name that a warning could tell.
    case nothingToName
    case messageNotFound
    /// What was sent is none.
    case noPicture
    case pictureTooLarge
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let id):
            Problem(
                404,
                "phishing_report_not_found",
                "There is no report \(id).",
                try: "Reload the list."
            )
        case .messageNotFound:
            Problem(
                404,
                "message_not_found",
                "The conversation has no such message.",
                try: "Name the seq of a message."
            )
        case .nothingToReport:
            Problem(
                422,
                "nothing_to_report",
                "There is no link, address, number or account in it.",
                try: "Send what the fake is reached by; a picture goes into a conversation.",
                members: ["field": "\"value\""]
            )
        case .official:
            Problem(
                422,
                "reported_is_official",
                "All that is in it is official.",
                try: "Say in a conversation what is wrong with it.",
                members: ["field": "\"value\""]
            )
        case .containsSecret:
            Problem(
                422,
                "contains_secret",
                "There is a secret in it; nothing was kept.",
                try: "Send the link, address, number or account alone.",
                members: ["field": "\"value\""]
            )
        case .tooManyWaiting:
            Problem(
                503,
                "too_many_reports",
                "More reports wait to be looked at than there is room for.",
                try: "Try again later.",
                retryAfter: .seconds(3600)
            )
        default: decided
        }
    }

    private var decided: Problem {
        switch self {
        case .decidedMeanwhile(let status):
            Problem(
                409,
                "decided_meanwhile",
                "Somebody has decided in the meantime.",
                try: "Look at what they decided.",
                members: ["status": "\"\(status.rawValue)\""]
            )
        case .noPicture:
            Problem(
                415,
                "not_a_picture",
                "That is no picture that can be read.",
                try: "Send a JPEG, PNG, GIF or WebP."
            )
        case .pictureTooLarge:
            Problem(
                413,
                "picture_too_large",
                "The picture is larger than \(PhishingPicture.largest / 1_048_576) MB.",
                try: "Send a smaller one, or a part of it."
            )
        case .notConfirmed:
            Problem(
                409,
                "report_not_confirmed",
                "Only a confirmed fake is warned of.",
                try: "Confirm it first."
            )
        case .nothingToName:
            Problem(
                409,
                "nothing_to_name",
                "A warning could not name what is in a message's picture.",
                try: "Report the link, address, number or account that the picture shows."
            )
        case .invalid(let field, let why): .invalid(field: field, why)
        default: Problem(500, "internal_error", "Something went wrong.")
        }
    }
}
