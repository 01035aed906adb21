package import Base
package import People
import Storage

/// That a customer was asked, in one conversation and for one purpose, to prove that they are who they say.
///
/// It holds for that account, that conversation and that purpose, and for a while only.
package struct StepUp: Sendable, Hashable, Identified {
    package static let idPrefix = "vrf"

    /// What it is needed for.
    package enum Purpose: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        /// Telling what is in the account.
        case accountAccess = "account_access"
        case withdrawals
        case securitySettings = "security_settings"
        case personalDetails = "personal_details"
    }

    package enum Method: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        /// The code of the authenticator app that the exchange knows.
        case totp
        case smsCode = "sms_code"
        case emailCode = "email_code"
        /// That the exchange knows the person well enough, at this moment.
        case identityLevel = "identity_level"

        /// Whether we make the code and send it.
        package var isSent: Bool { self == .smsCode || self == .emailCode }
    }

    /// Who asks.
    package enum Asker: String, Sendable, Hashable, Encodable {
        case agent, assistant
    }

    package enum Status: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case waiting, verified
        /// Too many wrong answers.
        case failed
        case expired
        /// Taken back, or another one was asked for.
        case cancelled
        /// Somebody else's by now: who the customer is has changed since.
        case cleared
    }

    /// How often one may be answered.
    package static let mostAttempts = 5
    /// How often a code is sent for one, and how long the second one is waited for at least.
    package static let mostSends = 3
    package static let pauseBetweenSends = Duration.seconds(60)
    /// How long it can be answered, and how long it holds then.
    package static let patience = Duration.seconds(600)
    package static let validity = Duration.seconds(1800)

    package let id: ID<StepUp>
    package let place: ID<ConversationPlace>
    package let customer: ID<Customer>
    package let purpose: Purpose
    package let method: Method
    /// The least level that the exchange is asked about, such as `L2`; nil for the other methods.
    package let requiredLevel: String?
    /// Nil for the assistant, where a queue wants it.
    package let askedBy: ID<Agent>?
    package let createdAt: Instant
    /// Until when it can be answered.
    package let expiresAt: Instant
    /// Who the customer was when they were asked.
    package let identity: StepUpIdentity
    package internal(set) var status = Status.waiting
    package internal(set) var attempts = 0
    package internal(set) var sends = 0
    package internal(set) var lastSentAt: Instant?
    /// Where the last code went, as much as may be told: `l•••@demo.example`.
    package internal(set) var sentTo: String?
    /// The keyed hash of the last code; nil where none is out.
    var codeHash: [UInt8]?
    package internal(set) var decidedAt: Instant?
    /// Until when a verified one holds.
    package internal(set) var validUntil: Instant?

    /// What it is at a moment, for somebody: what ran out, and what is somebody else's, counts no more.
    ///
    /// - `identity`: Who the customer of the conversation is by now, hashed as ``identity`` was.
    package func standing(at now: Instant, for identity: StepUpIdentity?) -> Status {
        let holds = self.identity.holds(for: identity)
        return switch status {
        case .waiting where !holds, .verified where !holds: .cleared
        case .waiting where now >= expiresAt: .expired
        case .verified where now >= validUntil ?? expiresAt: .expired
        default: status
        }
    }

    /// How many answers are left.
    package var attemptsLeft: Int { max(0, Self.mostAttempts - attempts) }

    /// When the next code may be sent; nil for never again.
    package var nextSendAt: Instant? {
        guard method.isSent, sends < Self.mostSends else { return nil }
        return lastSentAt.map { $0 + Self.pauseBetweenSends } ?? createdAt
    }
}
