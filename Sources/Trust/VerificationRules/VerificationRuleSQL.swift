import Base
import People
import Storage

/// Every statement about which deeds need a verified customer.
struct VerificationRuleSQL {
    let db: Connection

    func marked() throws(DatabaseError) -> Set<AccountDeed> {
        Set(try db.values(AccountDeed.self, "SELECT deed FROM verification_rule"))
    }

    func isMarked(_ deed: AccountDeed) throws(DatabaseError) -> Bool {
        try db.value(Int.self, "SELECT COUNT(*) FROM verification_rule WHERE deed = \(deed)") ?? 0 > 0
    }

    func setMarked(_ deeds: Set<AccountDeed>, by agent: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM verification_rule")
        for deed in AccountDeed.allCases where deeds.contains(deed) {
            try db.run(
                """
                INSERT INTO verification_rule (deed, set_by, set_at) VALUES (\(deed), \(agent), \(now))
                ON CONFLICT (deed) DO NOTHING
                """
            )
        }
    }
}
