package import Base
package import Storage

/// A key pair in somebody's device that signs them in: the public half (WebAuthn).
package struct Passkey: Sendable, Hashable {
    /// The most of one agent.
    static let mostOfAgent = 20

    /// As the authenticator chose it.
    package let credentialID: [UInt8]
    package let agent: ID<Agent>
    package let name: String
    /// The host that it is for.
    let relyingParty: String
    /// As COSE numbers it.
    let algorithm: Int
    let publicKey: [UInt8]
    /// How often it has signed; 0 for those that do not count.
    let signCount: Int
    package let createdAt: Instant
    package let usedAt: Instant?
}

extension Passkey: RowDecodable {
    static let columns: SQL =
        "credential_id, agent_id, name, relying_party, algorithm, public_key, sign_count, created_at, used_at"

    package init(row: Row) throws(DatabaseError) {
        self.init(
            credentialID: try row.get("credential_id"),
            agent: try row.get("agent_id"),
            name: try row.get("name"),
            relyingParty: try row.get("relying_party"),
            algorithm: try row.get("algorithm"),
            publicKey: try row.get("public_key"),
            signCount: try row.get("sign_count"),
            createdAt: try row.get("created_at"),
            usedAt: try row.get("used_at")
        )
    }
}
