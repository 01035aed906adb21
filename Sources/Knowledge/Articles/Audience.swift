package import Base
package import People
import Storage

/// Who may read an article.
package enum Audience: Sendable, Hashable {
    case everybody
    /// Customers whom the exchange vouches for; of them those within the limits.
    case signedIn(Limits = .none)
    /// Everybody at the desk.
    case staff

    /// What a customer must be beyond signed in: of one of the tiers, and of one of the regions; without any, nothing.
    package struct Limits: Sendable, Hashable, Codable {
        package static let none = Limits()
        package static let mostTiers = 40

        /// In their order, each once.
        package let tiers: [Tier]
        package let regions: [Region]

        package init(tiers: [Tier] = [], regions: [Region] = []) {
            self.tiers = Set(tiers).sorted()
            self.regions = Set(regions).sorted { $0.rawValue < $1.rawValue }
        }

        package var isEmpty: Bool { tiers.isEmpty && regions.isEmpty }

        /// Whether they hold for a customer; one of whom the exchange says nothing meets no limit.
        package func areMet(tier: Tier?, region: Region?) -> Bool {
            (tiers.isEmpty || tier.map(tiers.contains) ?? false)
                && (regions.isEmpty || region.map(regions.contains) ?? false)
        }

        /// Whether whoever meets these meets others as well.
        fileprivate func areWithin(_ others: Limits) -> Bool {
            func isPart<Name: Hashable>(_ own: [Name], _ wider: [Name]) -> Bool {
                wider.isEmpty || (!own.isEmpty && Set(own).isSubset(of: wider))
            }
            return isPart(tiers, others.tiers) && isPart(regions, others.regions)
        }
    }

    /// The word for it; limits stand beside.
    package enum Visibility: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
        case everybody = "public"
        case signedIn = "signed_in"
        case staff
    }

    /// - Returns: Nil for limits on what is not for signed-in customers.
    package init?(_ visibility: Visibility, _ limits: Limits = .none) {
        switch visibility {
        case .signedIn: self = .signedIn(limits)
        case .everybody where limits.isEmpty: self = .everybody
        case .staff where limits.isEmpty: self = .staff
        case .everybody, .staff: return nil
        }
    }

    package var visibility: Visibility {
        switch self {
        case .everybody: .everybody
        case .signedIn: .signedIn
        case .staff: .staff
        }
    }

    package var limits: Limits {
        guard case .signedIn(let limits) = self else { return .none }
        return limits
    }

    package var isLimited: Bool { !limits.isEmpty }

    /// Whether whoever may read this may read what is for another.
    package func isWithin(_ other: Audience) -> Bool {
        switch (self, other) {
        case (_, .everybody), (.staff, _): true
        case (.signedIn(let own), .signedIn(let others)): own.areWithin(others)
        case (.everybody, .signedIn), (.everybody, .staff), (.signedIn, .staff): false
        }
    }
}

extension Audience {
    /// What is stored of an article.
    init(row: Row) throws(DatabaseError) {
        let limits = try row.get("limits", as: JSONColumn<Limits>?.self)?.value ?? Limits.none
        guard let audience = Audience(try row.get("visibility"), limits) else {
            throw DatabaseError(.misfit, "an article has limits that do not go with its visibility")
        }
        self = audience
    }

    /// What is stored beside the word; nil for none.
    var storedLimits: JSONColumn<Limits>? { isLimited ? JSONColumn(limits) : nil }
}
