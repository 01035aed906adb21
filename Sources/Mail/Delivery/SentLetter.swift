package import Base
import Storage

/// What became of a letter; what it said is not kept.
package struct SentLetter: Sendable, Hashable, Identified {
    package static let idPrefix = "ltr"

    package enum State: String, Sendable, Hashable, SQLConvertible {
        case waiting
        /// The mail server took it.
        case sent
        /// The mail server will not take it, ever.
        case refused
        /// It was too late before the server took it.
        case expired
        /// What it told was taken back before the server took it.
        case withdrawn
    }

    package let id: ID<SentLetter>
    package let purpose: String
    package let state: State
    package let lastError: String?
    package let expiresAt: Instant
}

/// What waits to be sent: to whom, and the rendered message.
struct Parcel: Codable, Sendable {
    let recipient: String
    let message: String
}
