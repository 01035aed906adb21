import Base
import People
import Safeguard
package import Storage

/// What somebody says of a fake: sealed with the key of the customer who says it, and goes with that.
///
/// With the installation's where it is nobody who is known.
enum SightingComment {
    /// What ``text(of:)`` reads.
    static let columns: SQL = """
        phishing_sighting.id, phishing_sighting.customer_id, phishing_sighting.comment, phishing_sighting.sealed_comment
        """

    static func sealed(
        _ comment: String,
        of sighting: ID<PhishingReport>,
        by customer: ID<Customer>?,
        in db: Connection
    ) throws(DatabaseError) -> [UInt8]? {
        guard !comment.isEmpty else { return nil }
        return try db.seal(comment, of: owner(customer), as: field(sighting))
    }

    /// Empty where nothing was said, and where the customer was erased.
    static func text(of row: Row) throws(DatabaseError) -> String {
        let sighting: ID<PhishingReport> = try row.get("id")
        let customer: ID<Customer>? = try row.get("customer_id")
        let plain: String = try row.get("comment")
        return try row.opened("sealed_comment", of: owner(customer), as: field(sighting)) ?? plain
    }

    private static func owner(_ customer: ID<Customer>?) -> KeyOwner {
        guard let customer else { return .installation }
        return KeyOwner(customer)
    }

    private static func field(_ sighting: ID<PhishingReport>) -> FieldName {
        FieldName("phishing_sighting.sealed_comment", row: sighting.bytes)
    }
}

extension PhishingReports {
    /// Seals what was said before anything was sealed.
    package static let sealing: TextSealer.Step = { db, limit in
        let rows = try db.rows(
            """
            SELECT \(SightingComment.columns) FROM phishing_sighting
            WHERE comment <> '' ORDER BY id LIMIT \(limit)
            """
        )
        for row in rows {
            let id: ID<PhishingReport> = try row.get("id")
            let customer: ID<Customer>? = try row.get("customer_id")
            let comment: String = try row.get("comment")
            let sealed = try SightingComment.sealed(comment, of: id, by: customer, in: db)
            try db.run(
                """
                UPDATE phishing_sighting SET comment = '', sealed_comment = \(sealed)
                WHERE id = \(id) AND comment = \(comment)
                """
            )
        }
        return rows.count
    }
}
