import Base
import Safeguard
import Storage

/// Every statement about what needs a second person; the one place that seals and opens what was asked for.
struct ApprovalSQL {
    let db: Connection

    // MARK: Rules

    func marked() throws(DatabaseError) -> Set<String> {
        Set(try db.values(String.self, "SELECT action FROM approval_rule"))
    }

    func setMarked(_ actions: Set<String>, by agent: ID<Agent>?, at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM approval_rule")
        for action in actions.sorted() {
            try db.run(
                """
                INSERT INTO approval_rule (action, set_by, set_at) VALUES (\(action), \(agent), \(now))
                ON CONFLICT (action) DO NOTHING
                """
            )
        }
    }

    // MARK: Requests

    func insert(_ approval: Approval, parameters: String, about: [String: String]) throws {
        let owner = Self.owner(approval.customer)
        let sealed = try db.seal(parameters, of: owner, as: .parameters(approval.id))
        let words = try db.seal(json: about, of: owner, as: .about(approval.id))
        try db.run(
            """
            INSERT INTO approval (id, action, requester_id, customer_id, sealed_parameters, parameters_hash,
                sealed_about, standing_hash, status, created_at, expires_at)
            VALUES (\(approval.id), \(approval.action), \(approval.requester), \(approval.customer), \(sealed),
                \(approval.hash), \(words), \(approval.standing), \(approval.status), \(approval.createdAt),
                \(approval.expiresAt))
            """
        )
    }

    func approval(_ id: ID<Approval>) throws -> Kept? {
        try kept("SELECT \(Approval.columns) FROM approval WHERE id = \(id)").first
    }

    /// One that nobody else decides until this transaction ends.
    func held(_ id: ID<Approval>) throws -> Kept? {
        try kept("UPDATE approval SET status = status WHERE id = \(id) RETURNING \(Approval.columns)").first
    }

    /// Somebody's request for the very same thing that waits.
    func waiting(_ hash: [UInt8], of requester: ID<Agent>, at now: Instant) throws -> Kept? {
        try kept(
            """
            SELECT \(Approval.columns) FROM approval WHERE status = \(Approval.Status.waiting)
            AND requester_id = \(requester) AND parameters_hash = \(hash) AND expires_at > \(now) LIMIT 1
            """
        ).first
    }

    func countWaiting(of requester: ID<Agent>, at now: Instant) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM approval WHERE status = \(Approval.Status.waiting)
            AND requester_id = \(requester) AND expires_at > \(now)
            """
        ) ?? 0
    }

    /// Those that concern somebody, the newest first: of the actions that they may agree to, and their own.
    ///
    /// - Complexity: a stretch of `approval_by_status` or of the primary key.
    func list(
        isWaiting: Bool,
        of actions: [String],
        or requester: ID<Agent>,
        at now: Instant,
        before: ID<Approval>?,
        limit: Int
    ) throws -> [Kept] {
        let waits: SQL = "status = \(Approval.Status.waiting) AND expires_at > \(now)"
        let state: SQL = if isWaiting { waits } else { "NOT (\(waits))" }
        let place: SQL = if let before { "AND id < \(before)" } else { "" }
        return try kept(
            """
            SELECT \(Approval.columns) FROM approval
            WHERE \(state) \(place) AND (requester_id = \(requester) OR action IN (\(list: actions)))
            ORDER BY id DESC LIMIT \(limit)
            """
        )
    }

    /// How many of some actions wait that others asked for.
    func count(of actions: [String], notBy agent: ID<Agent>, at now: Instant) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM approval WHERE status = \(Approval.Status.waiting) AND expires_at > \(now)
            AND requester_id <> \(agent) AND action IN (\(list: actions))
            """
        ) ?? 0
    }

    /// Writes a decision and forgets what was asked for.
    func decide(_ approval: Approval) throws(DatabaseError) {
        try db.run(
            """
            UPDATE approval SET status = \(approval.status), decided_by = \(approval.decider),
                decided_at = \(approval.decidedAt), note = \(approval.note), reason = \(approval.reason),
                sealed_parameters = NULL
            WHERE id = \(approval.id)
            """
        )
    }

    /// Notes that nobody decided in time, and forgets what was asked for.
    ///
    /// - Returns: How many it were.
    func expire(at now: Instant) throws(DatabaseError) -> Int {
        try db.run("DELETE FROM contact_grant WHERE expires_at <= \(now)")
        return try db.run(
            """
            UPDATE approval SET status = \(Approval.Status.expired), sealed_parameters = NULL
            WHERE status = \(Approval.Status.waiting) AND expires_at <= \(now)
            """
        )
    }

    /// A request with what was asked for.
    struct Kept: Sendable {
        var approval: Approval
        /// nil once it is decided.
        let parameters: String?
        /// What the sentence about it names; empty once the key of whom it concerns is destroyed.
        let about: [String: String]
    }

    private func kept(_ sql: SQL) throws(DatabaseError) -> [Kept] {
        var found: [Kept] = []
        for row in try db.rows(sql) {
            let approval = try Approval(row: row)
            let owner = Self.owner(approval.customer)
            let parameters = try row.opened("sealed_parameters", of: owner, as: .parameters(approval.id))
            let about = try row.opened(
                "sealed_about",
                json: [String: String].self,
                of: owner,
                as: .about(approval.id)
            )
            found.append(Kept(approval: approval, parameters: parameters, about: about ?? [:]))
        }
        return found
    }

    private static func owner(_ customer: ID<Customer>?) -> KeyOwner {
        customer.map { KeyOwner($0) } ?? .installation
    }
}

extension FieldName {
    fileprivate static func parameters(_ id: ID<Approval>) -> FieldName {
        FieldName("approval.sealed_parameters", row: id.bytes)
    }

    fileprivate static func about(_ id: ID<Approval>) -> FieldName {
        FieldName("approval.sealed_about", row: id.bytes)
    }
}

extension Approval: RowDecodable {
    static let columns: SQL = """
        id, action, requester_id, customer_id, sealed_parameters, parameters_hash, sealed_about, standing_hash, \
        status, created_at, expires_at, decided_by, decided_at, note, reason
        """

    init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            action: try row.get("action"),
            requester: try row.get("requester_id"),
            customer: try row.get("customer_id"),
            hash: try row.get("parameters_hash"),
            standing: try row.get("standing_hash"),
            createdAt: try row.get("created_at"),
            expiresAt: try row.get("expires_at"),
            status: try row.get("status"),
            decider: try row.get("decided_by"),
            decidedAt: try row.get("decided_at"),
            note: try row.get("note"),
            reason: try row.get("reason")
        )
    }
}
