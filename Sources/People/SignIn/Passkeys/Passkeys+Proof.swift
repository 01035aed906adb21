import Base
import Storage

// What a passkey proves: who signs in, and that an important step is its owner's.
extension Passkeys {
    /// What a device signed to confirm a step, and the page on which it did.
    package struct Proof: Sendable {
        package let assertion: Assertion
        package let site: Site
    }

    /// Inside a transaction: whether a device has signed what it was asked for just now, on this page.
    ///
    /// What it was asked for is used up by that.
    static func isProven(
        _ assertion: Assertion,
        by passkey: Passkey,
        at site: Site,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) -> Bool {
        guard passkey.relyingParty == site.relyingParty,
            let said = PasskeyClientData(assertion.clientData, for: .prove, at: site.origin),
            let signCount = PasskeyCheck.signCount(
                of: assertion.authenticatorData,
                signature: assertion.signature,
                clientData: assertion.clientData,
                by: passkey
            )
        else { return false }
        let sql = PasskeySQL(db: db)
        guard try sql.use(said.challenge, of: nil, at: now) else { return false }
        return try sql.count(passkey, as: signCount, at: now)
    }

    /// Inside a transaction: what is missing of a proof by one of an agent's passkeys; nil for nothing.
    static func flaw(
        in proof: Proof?,
        of agent: ID<Agent>,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) -> SignInError? {
        guard let proof else { return .passkeyRequired }
        guard let passkey = try PasskeySQL(db: db).passkey(proof.assertion.credentialID),
            passkey.agent == agent,
            try isProven(proof.assertion, by: passkey, at: proof.site, at: now, in: db)
        else { return .passkeyRefused }
        return nil
    }
}
