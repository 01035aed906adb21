import Base
import People
import Safeguard
import Storage

/// Every statement about anti-phishing codes, and the one place where they are sealed and opened.
struct AntiPhishingCodeSQL {
    let db: Connection

    /// - Returns: nil where none was chosen, or its customer's key was destroyed.
    func code(of customer: ID<Customer>) throws -> AntiPhishingCode? {
        let sealed = try db.value(
            [UInt8].self,
            "SELECT code FROM anti_phishing_code WHERE customer_id = \(customer)"
        )
        guard let sealed, let key = try db.existingDataKey(of: KeyOwner(customer)) else { return nil }
        return AntiPhishingCode(kept: try key.openText(sealed, as: Self.field(customer)))
    }

    /// Takes the place of the one before.
    func save(_ code: AntiPhishingCode, of customer: ID<Customer>, at now: Instant) throws {
        let sealed = try db.dataKey(of: KeyOwner(customer)).seal(code.text, as: Self.field(customer))
        try db.run(
            """
            INSERT INTO anti_phishing_code (customer_id, code, updated_at) VALUES (\(customer), \(sealed), \(now))
            ON CONFLICT (customer_id) DO UPDATE SET code = excluded.code, updated_at = excluded.updated_at
            """
        )
    }

    func delete(of customer: ID<Customer>) throws(DatabaseError) {
        try db.run("DELETE FROM anti_phishing_code WHERE customer_id = \(customer)")
    }

    private static func field(_ customer: ID<Customer>) -> FieldName {
        FieldName("anti_phishing_code.code", row: customer.bytes)
    }
}
