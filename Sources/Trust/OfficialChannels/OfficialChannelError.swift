package import Base

/// What can go wrong about official channels.
package enum OfficialChannelError: DomainError, Hashable {
    case notFound(ID<OfficialChannel>)
    /// Another entry has the same value.
    case exists
    case tooMany(limit: Int)
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let id):
            Problem(
                404,
                "official_channel_not_found",
                "There is no official channel \(id).",
                try: "It may have been deleted; reload the list."
            )
        case .exists:
            Problem(
                409,
                "official_channel_exists",
                "This channel is registered already.",
                try: "Change the entry that there is."
            )
        case .tooMany(let limit):
            Problem(
                422,
                "too_many_official_channels",
                "There are \(limit) official channels at most.",
                try: "Delete one first."
            )
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
