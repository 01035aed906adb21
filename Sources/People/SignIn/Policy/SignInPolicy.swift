import Base
package import Storage
import Web

/// What the installation asks of those who sign in to the desk.
package struct SignInPolicy: Sendable, Hashable, Codable {
    /// The most ranges of addresses.
    package static let mostAddresses = 200

    /// The roles that must have a second factor.
    package var secondFactorRoles: Set<Role> = []
    /// From where the desk can be reached: addresses and ranges as they were written; from everywhere when empty.
    package var addresses: [String] = []

    package init(secondFactorRoles: Set<Role> = [], addresses: [String] = []) {
        self.secondFactorRoles = secondFactorRoles
        self.addresses = addresses
    }

    /// Whether the desk is open to an address; nil is what does not come over the network.
    package func allows(_ address: String?) -> Bool {
        guard !addresses.isEmpty else { return true }
        guard let address else { return false }
        return addresses.contains { AddressRange($0)?.contains(address) ?? false }
    }

    /// Always in the same order, so that equal policies give equal bytes.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Role.allCases.filter(secondFactorRoles.contains), forKey: .secondFactorRoles)
        try container.encode(addresses, forKey: .addresses)
    }

    /// - Throws: ``AgentError/invalid(field:_:)``.
    func validated() throws(AgentError) -> SignInPolicy {
        guard addresses.count <= Self.mostAddresses else {
            throw .invalid(field: "allowed_addresses", "\(Self.mostAddresses) at most")
        }
        var policy = self
        policy.addresses = addresses.map(\.trimmed)
        guard policy.addresses.allSatisfy({ AddressRange($0) != nil }) else {
            throw .invalid(
                field: "allowed_addresses",
                "addresses such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32"
            )
        }
        return policy
    }
}

extension SignInPolicy: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            secondFactorRoles: try row.get("second_factor_roles", as: JSONColumn<Set<Role>>.self).value,
            addresses: try row.get("allowed_addresses", as: JSONColumn<[String]>.self).value
        )
    }
}

/// Every statement about the policy: one row, once it was set.
struct SignInPolicySQL {
    let db: Connection

    func policy() throws(DatabaseError) -> SignInPolicy {
        try db.first(
            SignInPolicy.self,
            "SELECT second_factor_roles, allowed_addresses FROM sign_in_policy WHERE id = 1"
        ) ?? SignInPolicy()
    }

    func clearAddresses(at now: Instant) throws(DatabaseError) {
        try db.run(
            "UPDATE sign_in_policy SET allowed_addresses = \(JSONColumn([String]())), updated_at = \(now) WHERE id = 1"
        )
    }

    func set(_ policy: SignInPolicy, at now: Instant) throws(DatabaseError) {
        let roles = JSONColumn(policy.secondFactorRoles.sorted { $0.rawValue < $1.rawValue })
        try db.run(
            """
            INSERT INTO sign_in_policy (id, second_factor_roles, allowed_addresses, updated_at)
            VALUES (1, \(roles), \(JSONColumn(policy.addresses)), \(now))
            ON CONFLICT (id) DO UPDATE SET second_factor_roles = excluded.second_factor_roles,
                allowed_addresses = excluded.allowed_addresses, updated_at = excluded.updated_at
            """
        )
    }
}
