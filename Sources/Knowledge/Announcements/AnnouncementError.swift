package import Base

/// What can go wrong while announcements are written.
package enum AnnouncementError: DomainError, Hashable {
    case notFound
    case notAllowed(AnnouncementStage.Event, in: AnnouncementStage)
    /// Somebody changed it in between; `current` is what there is now, as JSON.
    case changedMeanwhile(current: String)
    case slugTaken(String)
    case timePassed
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(
                404,
                "announcement_not_found",
                "There is no such announcement.",
                try: "Reload the list."
            )
        case .notAllowed(let event, let stage):
            Problem(
                409,
                "stage_not_allowed",
                "An announcement that is \(stage.rawValue) does not take \(event.rawValue).",
                try: stage == .scheduled
                    ? "Take it back from its time first." : "Reload it: somebody may have been first.",
                members: ["stage": "\"\(stage.rawValue)\""]
            )
        case .changedMeanwhile(let current):
            Problem(
                409,
                "announcement_conflict",
                "Somebody changed this announcement in between.",
                try: "Compare both, then save with the revision that there is now.",
                members: ["current": current]
            )
        case .slugTaken(let slug):
            Problem(
                409,
                "slug_taken",
                "The address \(slug) is another announcement's.",
                try: "Choose another one."
            )
        case .timePassed:
            .invalid(field: "at", "a moment that is still to come, within a year")
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
