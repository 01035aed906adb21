package import Base

/// What can go wrong about queues.
package enum QueueError: DomainError, Hashable {
    case notFound(ID<Queue>)
    case nameTaken(String)
    /// The queue of what no other takes stays.
    case isGeneral
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let id):
            Problem(404, "queue_not_found", "There is no queue \(id).", try: "Reload the list.")
        case .nameTaken(let name):
            Problem(
                409,
                "queue_name_taken",
                "A queue called \(name) exists already.",
                try: "Choose another name."
            )
        case .isGeneral:
            Problem(
                409,
                "queue_is_general",
                "This queue takes what no other takes.",
                try: "Change its other settings, or add a queue with a scope of its own."
            )
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
