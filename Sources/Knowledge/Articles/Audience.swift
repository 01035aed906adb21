import People
import Storage
import Web

/// Who may read an article, and as whom somebody reads; whoever is in a later case sees what the earlier ones see.
package enum Audience: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    case everybody = "public"
    /// Customers whom the exchange vouches for.
    case signedIn = "signed_in"
    /// Everybody at the desk.
    case staff

    /// Whether a reader of this audience sees what is written for another.
    package func sees(_ other: Audience) -> Bool {
        switch (self, other) {
        case (_, .everybody), (.staff, _), (.signedIn, .signedIn): true
        case (.everybody, .signedIn), (.everybody, .staff), (.signedIn, .staff): false
        }
    }
}

extension WebContext {
    /// As whom a request reads the help centre.
    var audience: Audience {
        switch principal {
        case is AgentPrincipal: .staff
        case let customer as CustomerPrincipal where customer.customer.isVerified: .signedIn
        default: .everybody
        }
    }
}
