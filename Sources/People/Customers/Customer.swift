package import Base

/// A person who asks.
///
/// A *guest* is whoever holds a session; a *verified* customer is the one that the exchange named in a signed identity
/// token. They are different principals: nothing a guest says about themselves makes them verified.
package struct Customer: Sendable, Hashable, Identified {
    package static let idPrefix = "cus"

    package let id: ID<Customer>
    /// The exchange's own id of a verified customer; nil for a guest.
    package let uid: String?
    /// What the exchange signed about a verified customer; for a guest only the locale is known.
    package let profile: Profile
    package let createdAt: Instant

    /// Attributes of a customer, all of them inside the token's signature.
    package struct Profile: Sendable, Hashable, Codable {
        package var name: String?
        package var email: String?
        package var locale: LocaleCode
        /// The exchange's customer tier, such as `vip1`.
        package var tier: String?
        /// The level of identity verification, such as `L2`.
        package var identityLevel: String?
        /// Whatever else the exchange passes on, shown to agents as it is.
        package var attributes: [String: String]

        package init(
            name: String? = nil,
            email: String? = nil,
            locale: LocaleCode,
            tier: String? = nil,
            identityLevel: String? = nil,
            attributes: [String: String] = [:]
        ) {
            self.name = name
            self.email = email
            self.locale = locale
            self.tier = tier
            self.identityLevel = identityLevel
            self.attributes = attributes
        }
    }

    package init(id: ID<Customer>, uid: String?, profile: Profile, createdAt: Instant) {
        self.id = id
        self.uid = uid
        self.profile = profile
        self.createdAt = createdAt
    }

    /// Whether the exchange vouched for who this is.
    package var isVerified: Bool { uid != nil }
}
