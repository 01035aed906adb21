package import Base

/// What can go wrong about tags.
package enum TagError: DomainError, Hashable {
    case tooManyOnConversation(limit: Int)
    case tooMany(limit: Int)

    package var problem: Problem {
        switch self {
        case .tooManyOnConversation(let limit):
            Problem(
                422,
                "too_many_tags",
                "A conversation has \(limit) tags at most.",
                try: "Take one off first."
            )
        case .tooMany(let limit):
            Problem(422, "too_many_tags", "There are \(limit) tags at most.", try: "Use one that exists.")
        }
    }
}
