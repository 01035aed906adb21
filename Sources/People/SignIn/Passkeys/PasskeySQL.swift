import Base
import Storage

/// Every statement about passkeys and their challenges.
struct PasskeySQL {
    /// How long a challenge is good for.
    static let patience = Duration.seconds(300)

    let db: Connection

    // MARK: Challenges

    /// - `agent`: Who registers; nil for somebody who signs in.
    func insert(challenge: [UInt8], of agent: ID<Agent>?, at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM passkey_challenge WHERE expires_at <= \(now)")
        try db.run(
            """
            INSERT INTO passkey_challenge (challenge, agent_id, expires_at)
            VALUES (\(challenge), \(agent), \(now + Self.patience))
            """
        )
    }

    /// Uses a challenge up.
    ///
    /// - Returns: Whether it was given out for this and not used: of two requests with it one is told so.
    func use(_ challenge: [UInt8], of agent: ID<Agent>?, at now: Instant) throws(DatabaseError) -> Bool {
        let owner: SQL = if let agent { "agent_id = \(agent)" } else { "agent_id IS NULL" }
        return try db.run(
            "DELETE FROM passkey_challenge WHERE challenge = \(challenge) AND expires_at > \(now) AND \(owner)"
        ) == 1
    }

    // MARK: Passkeys

    /// - Throws: `DatabaseError` with a unique violation when the credential is known.
    func insert(_ passkey: Passkey) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_passkey (\(Passkey.columns))
            VALUES (\(passkey.credentialID), \(passkey.agent), \(passkey.name), \(passkey.relyingParty),
                \(passkey.algorithm), \(passkey.publicKey), \(passkey.signCount), \(passkey.createdAt), NULL)
            """
        )
    }

    /// The oldest first.
    func passkeys(of agent: ID<Agent>) throws(DatabaseError) -> [Passkey] {
        try db.all(
            Passkey.self,
            """
            SELECT \(Passkey.columns) FROM agent_passkey WHERE agent_id = \(agent)
            ORDER BY created_at, credential_id
            """
        )
    }

    /// The agents who have any.
    func owners() throws(DatabaseError) -> Set<ID<Agent>> {
        Set(try db.values(ID<Agent>.self, "SELECT DISTINCT agent_id FROM agent_passkey"))
    }

    func passkey(_ credentialID: [UInt8]) throws(DatabaseError) -> Passkey? {
        try db.first(
            Passkey.self,
            "SELECT \(Passkey.columns) FROM agent_passkey WHERE credential_id = \(credentialID)"
        )
    }

    /// Notes that a passkey has signed once more.
    ///
    /// - Returns: Whether its count went on; a copy's would not (WebAuthn level 2, section 6.1.1).
    func count(_ passkey: Passkey, as signCount: Int, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE agent_passkey SET sign_count = \(signCount), used_at = \(now)
            WHERE credential_id = \(passkey.credentialID)
                AND (sign_count < \(signCount) OR (sign_count = 0 AND \(signCount) = 0))
            """
        ) == 1
    }

    /// - Returns: How many there were.
    func deleteAll(of agent: ID<Agent>) throws(DatabaseError) -> Int {
        try db.run("DELETE FROM agent_passkey WHERE agent_id = \(agent)")
    }

    /// - Returns: Whether it was there.
    func delete(_ credentialID: [UInt8], of agent: ID<Agent>) throws(DatabaseError) -> Bool {
        try db.run(
            "DELETE FROM agent_passkey WHERE credential_id = \(credentialID) AND agent_id = \(agent)"
        ) == 1
    }
}
