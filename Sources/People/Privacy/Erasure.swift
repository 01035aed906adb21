package import Base
package import Storage

/// That somebody's data is to be erased, and what became of it.
package struct Erasure: Sendable, Hashable, Identified {
    package static let idPrefix = "era"
    /// The longest reference, in characters.
    package static let longestReference = 80

    package enum Reason: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case customerAsked = "customer_asked"
        case accountClosed = "account_closed"
        case authority, other
    }

    package enum Status: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        /// Under way; it goes on by itself, also after the server stopped.
        case running
        case done
    }

    /// How many things of each kind are gone, and how many stay: by the codes of ``Erased`` and ``Kept``.
    package struct Report: Sendable, Hashable, Codable {
        package private(set) var erased: [String: Int] = [:]
        package private(set) var kept: [String: Int] = [:]

        mutating func add(_ step: ErasureStep) {
            for (kind, count) in step.erased { erased[kind.rawValue, default: 0] += count }
            // What stays is counted again by a step that is done again.
            for (kind, count) in step.kept { kept[kind.rawValue] = max(count, kept[kind.rawValue] ?? 0) }
        }
    }

    package let id: ID<Erasure>
    package let customer: ID<Customer>
    package let reason: Reason
    /// Where the request is filed at the operator's; empty for nowhere.
    package let reference: String
    package let requestedBy: ID<Agent>
    package let requestedAt: Instant
    package internal(set) var status = Status.running
    package internal(set) var doneAt: Instant?
    package internal(set) var report = Report()
}

extension Erasure: RowDecodable {
    static let columns: SQL =
        "id, customer_id, reason, reference, requested_by, requested_at, status, done_at, report"

    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            customer: try row.get("customer_id"),
            reason: try row.get("reason"),
            reference: try row.get("reference"),
            requestedBy: try row.get("requested_by"),
            requestedAt: try row.get("requested_at"),
            status: try row.get("status"),
            doneAt: try row.get("done_at"),
            report: try row.get("report", as: JSONColumn<Report>.self).value
        )
    }
}

/// Every statement about erasures.
struct ErasureSQL {
    let db: Connection

    func insert(_ erasure: Erasure) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO erasure (\(Erasure.columns))
            VALUES (\(erasure.id), \(erasure.customer), \(erasure.reason), \(erasure.reference),
                \(erasure.requestedBy), \(erasure.requestedAt), \(erasure.status), \(erasure.doneAt),
                \(JSONColumn(erasure.report)))
            """
        )
    }

    func erasure(_ id: ID<Erasure>) throws(DatabaseError) -> Erasure? {
        try db.first(Erasure.self, "SELECT \(Erasure.columns) FROM erasure WHERE id = \(id)")
    }

    /// One that nobody else carries on until this transaction ends.
    func held(_ id: ID<Erasure>) throws(DatabaseError) -> Erasure? {
        try db.first(
            Erasure.self,
            "UPDATE erasure SET status = status WHERE id = \(id) RETURNING \(Erasure.columns)"
        )
    }

    func update(_ erasure: Erasure) throws(DatabaseError) {
        try db.run(
            """
            UPDATE erasure SET status = \(erasure.status), done_at = \(erasure.doneAt),
                report = \(JSONColumn(erasure.report))
            WHERE id = \(erasure.id)
            """
        )
    }

    /// The latest first.
    func erasures(before last: ID<Erasure>?, limit: Int) throws(DatabaseError) -> [Erasure] {
        let place: SQL = last.map { "WHERE id < \($0)" } ?? ""
        return try db.all(
            Erasure.self,
            "SELECT \(Erasure.columns) FROM erasure \(place) ORDER BY id DESC LIMIT \(limit)"
        )
    }
}
