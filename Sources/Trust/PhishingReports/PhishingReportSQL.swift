import Base
import People
package import Storage

/// Every statement about reports of fakes.
struct PhishingReportSQL {
    let db: Connection

    /// The report of a mark, made where there is none, and whether it was made.
    func found(
        _ mark: FakeMark,
        at now: Instant
    ) throws(DatabaseError) -> (report: PhishingReport, isNew: Bool) {
        let made = try db.run(
            """
            INSERT INTO phishing_report (id, kind, match_key, subject, status, count, first_reported_at, last_reported_at)
            VALUES (\(ID<PhishingReport>(at: now)), \(mark.kind), \(mark.key), \(mark.shown), 'new', 0, \(now), \(now))
            ON CONFLICT (match_key) DO NOTHING
            """
        )
        guard let report = try first("match_key = \(mark.key)") else {
            throw DatabaseError(.failed, "a report that was just written is not there")
        }
        return (report, made == 1)
    }

    /// - Returns: Whether this customer had not told of it.
    func insert(
        _ sighting: PhishingReport.Sighting,
        of report: ID<PhishingReport>,
        by customer: ID<Customer>?,
        _ agent: ID<Agent>?
    ) throws(DatabaseError) -> Bool {
        let id = ID<PhishingReport>(at: sighting.at)
        let comment = try SightingComment.sealed(sighting.comment, of: id, by: customer, in: db)
        return try db.run(
            """
            INSERT INTO phishing_sighting (id, phishing_report_id, source, conversation, reference, seq, comment,
                sealed_comment, customer_id, agent_id, created_at)
            VALUES (\(id), \(report), \(sighting.source), \(sighting.place?.conversation),
                \(sighting.place?.reference), \(sighting.place?.seq), '', \(comment), \(customer), \(agent),
                \(sighting.at))
            ON CONFLICT (phishing_report_id, customer_id) DO NOTHING
            """
        ) == 1
    }

    func count(_ report: ID<PhishingReport>, at now: Instant) throws(DatabaseError) {
        try db.run(
            "UPDATE phishing_report SET count = count + 1, last_reported_at = \(now) WHERE id = \(report)"
        )
    }

    /// How many there are of each status; one without any is left out.
    ///
    /// - Complexity: a scan of `phishing_report_by_status`.
    func counts() throws(DatabaseError) -> [PhishingReport.Status: Int] {
        let rows = try db.all(
            CountRow.self,
            "SELECT status, COUNT(*) AS count FROM phishing_report GROUP BY status"
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.status, $0.count) })
    }

    func waiting() throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM phishing_report WHERE status = 'new'") ?? 0
    }

    /// The reports of a status, the latest told of first.
    ///
    /// - Complexity: a range scan of `phishing_report_by_status`.
    func list(
        _ status: PhishingReport.Status,
        after: PhishingReportCursor?,
        limit: Int
    ) throws(DatabaseError) -> [PhishingReport] {
        let place: SQL =
            after.map { "AND (last_reported_at, phishing_report.id) < (\($0.at), \($0.id))" } ?? ""
        return try db.all(
            PhishingReport.self,
            """
            SELECT \(PhishingReport.columns) FROM phishing_report LEFT JOIN agent ON agent.id = decided_by
            WHERE status = \(status) \(place)
            ORDER BY last_reported_at DESC, phishing_report.id DESC LIMIT \(limit)
            """
        )
    }

    func report(_ id: ID<PhishingReport>) throws(DatabaseError) -> PhishingReport? {
        try first("phishing_report.id = \(id)")
    }

    func report(key: String) throws(DatabaseError) -> PhishingReport? {
        try first("match_key = \(key)")
    }

    private func first(_ condition: SQL) throws(DatabaseError) -> PhishingReport? {
        try db.first(
            PhishingReport.self,
            """
            SELECT \(PhishingReport.columns) FROM phishing_report LEFT JOIN agent ON agent.id = decided_by
            WHERE \(condition)
            """
        )
    }

    /// The latest first.
    func sightings(of id: ID<PhishingReport>, limit: Int) throws(DatabaseError) -> [PhishingReport.Sighting] {
        try db.all(
            SightingRow.self,
            """
            SELECT \(SightingComment.columns), source, conversation, reference, seq, created_at FROM phishing_sighting
            WHERE phishing_report_id = \(id) ORDER BY id DESC LIMIT \(limit)
            """
        ).map(\.sighting)
    }

    /// - Returns: Whether it still had the status that was expected.
    func decide(
        _ id: ID<PhishingReport>,
        _ status: PhishingReport.Status,
        expecting expected: PhishingReport.Status,
        note: String,
        by agent: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE phishing_report SET status = \(status), note = \(note), decided_by = \(agent), decided_at = \(now)
            WHERE id = \(id) AND status = \(expected)
            """
        ) == 1
    }

    /// - `warning`: Nil takes it away.
    func setWarning(_ warning: PhishingReport.Warning?, of id: ID<PhishingReport>) throws(DatabaseError) {
        try db.run(
            """
            UPDATE phishing_report SET warning_address = \(warning?.address), warned_at = \(warning?.at)
            WHERE id = \(id)
            """
        )
    }

    // MARK: The blocklist

    /// Which of some keys are those of confirmed fakes.
    func confirmed(among keys: [String]) throws(DatabaseError) -> Set<String> {
        guard !keys.isEmpty else { return [] }
        return Set(
            try db.values(
                String.self,
                "SELECT match_key FROM phishing_report WHERE match_key IN (\(list: keys)) AND status = 'confirmed'"
            )
        )
    }

    func confirmed() throws(DatabaseError) -> Set<String> {
        Set(try db.values(String.self, "SELECT match_key FROM phishing_report WHERE status = 'confirmed'"))
    }

    /// How far the blocklist has come; it differs after every change.
    func mark() throws(DatabaseError) -> String {
        try db.value(
            String.self,
            """
            SELECT CAST(COUNT(*) AS TEXT) || '.' || CAST(COALESCE(MAX(decided_at), 0) AS TEXT) FROM phishing_report
            WHERE status <> 'new'
            """
        ) ?? ""
    }
}

extension PhishingReport.Kind: SQLConvertible {}
extension PhishingReport.Status: SQLConvertible {}

extension PhishingReport: RowDecodable {
    static let columns: SQL = """
        phishing_report.id, kind, match_key, subject, status, count, first_reported_at, last_reported_at, note, \
        decided_by, decided_at, warning_address, warned_at, agent.name AS decided_by_name
        """

    package init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.kind = try row.get("kind")
        self.key = try row.get("match_key")
        self.subject = try row.get("subject")
        self.status = try row.get("status")
        self.count = try row.get("count")
        self.firstReportedAt = try row.get("first_reported_at")
        self.lastReportedAt = try row.get("last_reported_at")
        if let agent: ID<Agent> = try row.get("decided_by"), let at: Instant = try row.get("decided_at") {
            self.decision = Decision(
                note: try row.get("note", as: String?.self) ?? "",
                agent: agent,
                agentName: try row.get("decided_by_name", as: String?.self) ?? "",
                at: at
            )
        } else {
            self.decision = nil
        }
        if let address: String = try row.get("warning_address"), let at: Instant = try row.get("warned_at") {
            self.warning = Warning(address: address, at: at)
        } else {
            self.warning = nil
        }
    }
}

private struct CountRow: RowDecodable {
    let status: PhishingReport.Status
    let count: Int

    init(row: Row) throws(DatabaseError) {
        self.status = try row.get("status")
        self.count = try row.get("count")
    }
}

private struct SightingRow: RowDecodable {
    let sighting: PhishingReport.Sighting

    init(row: Row) throws(DatabaseError) {
        var place: PhishingReport.Place?
        if let conversation: String = try row.get("conversation"), let seq: Int = try row.get("seq") {
            place = PhishingReport.Place(
                conversation: conversation,
                reference: try row.get("reference", as: String?.self) ?? "",
                seq: seq
            )
        }
        self.sighting = PhishingReport.Sighting(
            at: try row.get("created_at"),
            source: try row.get("source"),
            place: place,
            comment: try SightingComment.text(of: row)
        )
    }
}
