package import Base
package import People
import Web

/// As whom somebody reads the help centre.
package enum Reader: Sendable, Hashable {
    /// Nobody whom anybody vouches for.
    case everybody
    /// A customer, with what the exchange signed about them.
    case customer(tier: Tier? = nil, region: Region? = nil)
    /// Somebody at the desk.
    case staff

    /// - Parameter customer: Nil for somebody unknown; a guest is nobody else.
    package init(_ customer: Customer?) {
        guard let customer, customer.isVerified else {
            self = .everybody
            return
        }
        let profile = customer.profile
        self = .customer(tier: profile.tier.flatMap(Tier.init(rawValue:)), region: profile.region)
    }

    package func sees(_ audience: Audience) -> Bool {
        switch (self, audience) {
        case (_, .everybody), (.staff, _): true
        case (.customer(let tier, let region), .signedIn(let limits)):
            limits.areMet(tier: tier, region: region)
        case (.everybody, .signedIn), (.everybody, .staff), (.customer, .staff): false
        }
    }
}

extension WebContext {
    /// As whom a request reads the help centre: only its session says so.
    var reader: Reader {
        switch principal {
        case is AgentPrincipal: .staff
        case let customer as CustomerPrincipal: Reader(customer.customer)
        default: .everybody
        }
    }
}

/// Readers who may read the same, as far as there are articles: they share an index, a catalogue and pages.
///
/// Only limits that articles have tell customers apart: whoever signs in with a tier that no article names is like one without
/// any.
package enum Readership: Sendable, Hashable {
    case everybody
    /// Customers by which of the limits that articles have they meet.
    case customers(meeting: Set<Audience.Limits> = [])
    case staff

    /// - `limits`: Those that articles have.
    init(_ reader: Reader, among limits: some Sequence<Audience.Limits>) {
        switch reader {
        case .everybody: self = .everybody
        case .customer(let tier, let region):
            self = .customers(meeting: Set(limits.filter { $0.areMet(tier: tier, region: region) }))
        case .staff: self = .staff
        }
    }

    /// Whether all of them see what is for an audience; limits that no article had when they were told apart nobody meets.
    func sees(_ audience: Audience) -> Bool {
        switch (self, audience) {
        case (_, .everybody), (.staff, _): true
        case (.customers(let met), .signedIn(let limits)): limits.isEmpty || met.contains(limits)
        case (.everybody, .signedIn), (.everybody, .staff), (.customers, .staff): false
        }
    }

    /// What the most restricted article that they see can be for, without limits.
    var visibility: Audience.Visibility {
        switch self {
        case .everybody: .everybody
        case .customers: .signedIn
        case .staff: .staff
        }
    }
}
