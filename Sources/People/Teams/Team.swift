package import Base
import Storage

/// Agents who answer together, and when.
package struct Team: Sendable, Hashable, Identified {
    package static let idPrefix = "tem"

    /// What becomes of somebody who asks for a person while nobody is there.
    package enum OutsideHours: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        /// They wait in the queue as always.
        case queue
        /// The chat goes on as a ticket that is answered after the opening.
        case ticket
        /// They stay with the assistant, are told when somebody is there, and may leave a ticket.
        case assistant
    }

    package let id: ID<Team>
    package let name: String
    /// Nil when somebody is always there.
    package let hours: BusinessHours?
    package let outsideHours: OutsideHours
    /// How long after the opening a ticket is answered at the latest.
    package let repliesWithin: Duration
    package let members: Set<ID<Agent>>

    package init(
        id: ID<Team>,
        name: String,
        hours: BusinessHours?,
        outsideHours: OutsideHours,
        repliesWithin: Duration,
        members: Set<ID<Agent>>
    ) {
        self.id = id
        self.name = name
        self.hours = hours
        self.outsideHours = outsideHours
        self.repliesWithin = repliesWithin
        self.members = members
    }

    /// Whether somebody is there by the hours.
    package func isOpen(at moment: Instant) -> Bool { hours?.isOpen(at: moment) ?? true }

    /// When a ticket that comes at a moment is answered at the latest; nil when the hours never open.
    package func repliesBy(from moment: Instant) -> Instant? {
        guard let hours else { return moment + repliesWithin }
        return hours.nextOpening(from: moment).map { $0 + repliesWithin }
    }
}

/// What can go wrong about teams.
package enum TeamError: DomainError, Hashable {
    case notFound(ID<Team>)
    case nameTaken(String)
    /// A queue belongs to it.
    case inUse(ID<Team>)
    case hoursInvalid(String)
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let id):
            Problem(404, "team_not_found", "There is no team \(id).", try: "Reload the list.")
        case .nameTaken(let name):
            Problem(
                409,
                "team_name_taken",
                "A team called \(name) exists already.",
                try: "Choose another name."
            )
        case .inUse:
            Problem(
                409,
                "team_in_use",
                "A queue belongs to this team.",
                try: "Give the queue another team, or delete it, first."
            )
        case .hoursInvalid(let why):
            Problem(422, "hours_invalid", "The business hours are not valid: \(why).")
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
