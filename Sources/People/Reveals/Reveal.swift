package import Base
package import Safeguard
import Storage

/// That somebody at the desk saw contact data as it is: the record, not what was seen.
package struct Reveal: Sendable, Hashable, Identified {
    package static let idPrefix = "rvl"
    /// What is written beside the reason, in characters.
    package static let longestNote = 300
    /// So many in an hour are work; more are a collection.
    package static let mostAnHour = 20

    /// Why somebody needs it.
    package enum Reason: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
        /// The customer asked to be reached, or asked about it.
        case customerAsked = "customer_asked"
        /// To tell whether they are who they say.
        case identityCheck = "identity_check"
        case accountRecovery = "account_recovery"
        case fraudCheck = "fraud_check"
        /// A court, a regulator, the customer's rights.
        case legalRequest = "legal_request"
        /// What the note says.
        case other
    }

    package let id: ID<Reveal>
    package let customer: ID<Customer>
    package let agent: ID<Agent>
    package let field: String
    package let kind: ContactMask.Kind
    package let reason: Reason
    /// Empty for none, and once the customer's key is destroyed.
    package let note: String
    package let happenedAt: Instant
}

extension ContactMask.Kind: SQLConvertible {}
