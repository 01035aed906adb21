package import Base
package import Storage

/// Something that changed of who a customer is, by what the exchange signed.
package struct CustomerChange: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
        /// The exchange vouched for them, for the first time.
        case verified
        case nameChanged = "name_changed"
        case emailChanged = "email_changed"
        case tierChanged = "tier_changed"
        case identityLevelChanged = "identity_level_changed"
    }

    package let kind: Kind
    package let happenedAt: Instant
    /// Among those of one moment, from 0.
    package let number: Int
    /// What it was and what it is; nil for nothing, and always for names and addresses.
    package let old: String?
    package let new: String?

    /// What a sign-in changed.
    ///
    /// - `known`: What was known before it; nil for whoever came for the first time.
    static func changes(
        from known: Customer.Profile?,
        to profile: Customer.Profile,
        at now: Instant
    ) -> [CustomerChange] {
        var changes: [(kind: Kind, old: String?, new: String?)] = []
        if known == nil { changes.append((.verified, nil, nil)) }
        if let known {
            if known.name != profile.name { changes.append((.nameChanged, nil, nil)) }
            if known.email != profile.email { changes.append((.emailChanged, nil, nil)) }
            if known.tier != profile.tier { changes.append((.tierChanged, known.tier, profile.tier)) }
            if known.identityLevel != profile.identityLevel {
                changes.append((.identityLevelChanged, known.identityLevel, profile.identityLevel))
            }
        }
        return changes.enumerated().map { number, change in
            CustomerChange(
                kind: change.kind,
                happenedAt: now,
                number: number,
                old: change.old,
                new: change.new
            )
        }
    }
}

/// Where a list of changes goes on, the newest first.
package enum ChangesBefore: Sendable, Hashable {
    /// Of this moment and before.
    case through(Instant)
    case before(Instant)
    /// Before one of a moment.
    case beforeNumber(Instant, Int)
}

/// Every statement about what changed of customers.
struct CustomerChangeSQL {
    let db: Connection

    func insert(_ changes: [CustomerChange], of customer: ID<Customer>) throws(DatabaseError) {
        for change in changes {
            try db.run(
                """
                INSERT INTO customer_change (customer_id, happened_at, number, kind, old_value, new_value)
                VALUES (\(customer), \(change.happenedAt), \(change.number), \(change.kind), \(change.old),
                    \(change.new))
                ON CONFLICT (customer_id, happened_at, number) DO NOTHING
                """
            )
        }
    }

    /// A customer's changes, the newest first.
    ///
    /// - Complexity: one stretch of the primary key, as long as the page.
    func changes(
        of customer: ID<Customer>,
        _ place: ChangesBefore?,
        limit: Int
    ) throws(DatabaseError) -> [CustomerChange] {
        let page: SQL =
            switch place {
            case nil: ""
            case .through(let moment): "AND happened_at <= \(moment)"
            case .before(let moment): "AND happened_at < \(moment)"
            case .beforeNumber(let moment, let number): "AND (happened_at, number) < (\(moment), \(number))"
            }
        return try db.all(
            CustomerChange.self,
            """
            SELECT happened_at, number, kind, old_value, new_value FROM customer_change
            WHERE customer_id = \(customer) \(page) ORDER BY happened_at DESC, number DESC LIMIT \(limit)
            """
        )
    }
}

extension CustomerChange: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            kind: try row.get("kind"),
            happenedAt: try row.get("happened_at"),
            number: try row.get("number"),
            old: try row.get("old_value"),
            new: try row.get("new_value")
        )
    }
}
