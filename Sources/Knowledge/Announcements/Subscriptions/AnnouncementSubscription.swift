import Base
import Mail
import People

/// That somebody wants to hear of announcements by mail.
struct AnnouncementSubscription: Sendable, Hashable, Identified {
    static let idPrefix = "sub"

    /// What is sealed of it.
    struct Contents: Sendable, Hashable, Codable {
        let address: String
        /// What stands in the links of its letters.
        let token: String
    }

    let id: ID<AnnouncementSubscription>
    /// In whose session it was asked for; the address need not be theirs.
    let customer: ID<Customer>?
    let contents: Contents
    let locale: LocaleCode
    let scope: SubscriptionScope
    let createdAt: Instant
    /// Nil until the owner of the address said yes.
    let confirmedAt: Instant?
}

/// What can go wrong about subscriptions.
enum SubscriptionError: DomainError, Hashable {
    case noAddress
    /// A form that is not ours.
    case unknown(field: String)

    var problem: Problem {
        switch self {
        case .noAddress: .invalid(field: "address", "an e-mail address such as name@example.com")
        case .unknown(let field): .invalid(field: field, "one of those that the form offers")
        }
    }
}
