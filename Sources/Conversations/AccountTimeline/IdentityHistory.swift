import Base
package import People

/// When a customer came, and what the exchange signed about them since.
package struct IdentityHistory: AccountTimelineSource {
    package let name = "identity"
    private let customers: Customers

    package init(_ customers: Customers) {
        self.customers = customers
    }

    package func events(
        of customer: Customer,
        before place: AccountEvent.Place?,
        limit: Int
    ) async throws -> [AccountEvent] {
        guard customer.isVerified else {
            let came = AccountEvent.Place(at: customer.createdAt, source: name, id: "0")
            return place.map { came < $0 } ?? true ? [AccountEvent(came, kind: "first_contact")] : []
        }
        let changes = try await customers.changes(of: customer.id, place.map(changes), limit: limit)
        return changes.map(event)
    }

    private func changes(before place: AccountEvent.Place) -> ChangesBefore {
        if name < place.source { return .through(place.at) }
        guard name == place.source, let number = Int(place.id) else { return .before(place.at) }
        return .beforeNumber(place.at, number)
    }

    private func event(_ change: CustomerChange) -> AccountEvent {
        AccountEvent(
            AccountEvent.Place(at: change.happenedAt, source: name, id: String(change.number)),
            kind: change.kind.rawValue,
            values: ["old": change.old, "new": change.new].compactMapValues(\.self),
            status: change.kind.status
        )
    }
}

extension CustomerChange.Kind {
    /// A changed address is what a thief changes first.
    fileprivate var status: AccountEvent.Status {
        switch self {
        case .verified: .good
        case .emailChanged: .attention
        case .nameChanged, .tierChanged, .identityLevelChanged: .neutral
        }
    }
}
