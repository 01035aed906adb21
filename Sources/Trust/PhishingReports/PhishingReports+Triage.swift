package import Base
package import People
import Safeguard
import Storage

/// What supervisors and admins do with reports.
extension PhishingReports {
    /// One page of a status, the latest told of first.
    ///
    /// - `limit`: 1...100.
    package func list(
        _ status: PhishingReport.Status,
        after: PhishingReportCursor? = nil,
        limit: Int
    ) async throws -> (reports: [PhishingReport], next: PhishingReportCursor?) {
        let found = try await database.read { db in
            try PhishingReportSQL(db: db).list(status, after: after, limit: limit + 1)
        }
        let page = Array(found.prefix(limit))
        return (page, found.count > limit ? page.last.map(PhishingReportCursor.init) : nil)
    }

    /// How many there are of each status.
    package func counts() async throws -> [PhishingReport.Status: Int] {
        try await database.read { db in try PhishingReportSQL(db: db).counts() }
    }

    /// A report with the last tellings of it.
    ///
    /// - Throws: ``PhishingReportError/notFound(_:)``.
    package func report(
        _ id: ID<PhishingReport>
    ) async throws -> (
        report: PhishingReport, sightings: [PhishingReport.Sighting], picture: PhishingReport.PictureSize?
    ) {
        try await database.read { db in
            let sql = PhishingReportSQL(db: db)
            guard let report = try sql.report(id) else { throw PhishingReportError.notFound(id) }
            let sightings = try sql.sightings(of: id, limit: PhishingReport.mostSightings)
            return (report, sightings, try PhishingPictureSQL(db: db).size(of: id))
        }
    }

    /// Decides about a report; a confirmed one is on the blocklist at once, a dismissed one is not any more.
    ///
    /// - Parameters:
    ///   - id: Which.
    ///   - status: `confirmed` or `dismissed`.
    ///   - note: Why; may be empty.
    ///   - expected: The status that was seen.
    ///   - agent: Who decides.
    ///   - address: Where the request came from, for the audit trail.
    /// - Returns: The report as it is now.
    /// - Throws: ``PhishingReportError``.
    package func decide(
        _ id: ID<PhishingReport>,
        _ status: PhishingReport.Status,
        note: String,
        expecting expected: PhishingReport.Status,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> PhishingReport {
        guard status != .new else {
            throw PhishingReportError.invalid(field: "status", "confirmed or dismissed")
        }
        let note = gate.mask(note).text
        guard note.count <= PhishingReport.longestNote else {
            throw PhishingReportError.invalid(
                field: "note",
                "\(PhishingReport.longestNote) characters at most"
            )
        }
        let (now, changes) = (clock.now, changes)
        let report = try await database.write { db in
            let sql = PhishingReportSQL(db: db)
            let isDecided = try sql.decide(id, status, expecting: expected, note: note, by: agent.id, at: now)
            guard let report = try sql.report(id) else { throw PhishingReportError.notFound(id) }
            guard isDecided else { throw PhishingReportError.decidedMeanwhile(report.status) }
            // A picture that shows no fake shows somebody's screen.
            if status == .dismissed { try PhishingPictureSQL(db: db).delete(of: id) }
            let details = ["status": status.rawValue, "before": expected.rawValue]
            try Self.record(
                .phishingReportDecided,
                id,
                details,
                by: agent.acting(from: address),
                at: now,
                in: db
            )
            db.afterCommit { changes.raise() }
            return report
        }
        guard status == .dismissed, report.warning != nil else { return report }
        return try await endWarning(id, by: agent, from: address)
    }

    /// Tells everybody of a confirmed fake.
    ///
    /// - `address`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``PhishingReportError``.
    package func warn(
        _ id: ID<PhishingReport>,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> PhishingReport {
        let (now, actor) = (clock.now, agent.acting(from: address))
        let report = try await database.write { db in try warn(id, as: actor, at: now, in: db) }
        try await warnings.changed()
        return report
    }

    /// Telling everybody of a fake.
    package static let warning = "phishing_report.warn"

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.warning,
            needs: .phishingReportsDecide,
            standsOn: { (id: ID<PhishingReport>, db) in
                guard let report = try PhishingReportSQL(db: db).report(id) else {
                    throw PhishingReportError.notFound(id)
                }
                try Self.check(report)
                return "\(report.status.rawValue) \(report.warning == nil)"
            },
            carryOut: { id, deed in _ = try warn(id, as: deed.actor, at: deed.now, in: deed.db) }
        )
    }

    private static func check(_ report: PhishingReport) throws(PhishingReportError) {
        guard report.status == .confirmed else { throw .notConfirmed }
        guard ![.message, .picture].contains(report.kind) else { throw .nothingToName }
    }

    private func warn(
        _ id: ID<PhishingReport>,
        as actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws -> PhishingReport {
        guard let report = try PhishingReportSQL(db: db).report(id) else {
            throw PhishingReportError.notFound(id)
        }
        try Self.check(report)
        guard report.warning == nil else { return report }
        let subject = report.subject.replacing(".", with: "[.]")
        let warning = PublicWarning(report: id, kind: report.kind, subject: subject, at: now)
        let place = try warnings.publish(warning, in: db)
        let shown = PhishingReport.Warning(address: place, at: now)
        return try Self.setWarning(shown, of: id, "published", by: actor, at: now, in: db)
    }

    /// Ends the warning of a fake that is none, or not any more.
    ///
    /// - `address`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``PhishingReportError/notFound(_:)``.
    package func endWarning(
        _ id: ID<PhishingReport>,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> PhishingReport {
        let (now, actor) = (clock.now, agent.acting(from: address))
        let report = try await database.write { db in
            guard let report = try PhishingReportSQL(db: db).report(id) else {
                throw PhishingReportError.notFound(id)
            }
            guard report.warning != nil else { return report }
            try warnings.withdraw(id, at: now, in: db)
            return try Self.setWarning(nil, of: id, "withdrawn", by: actor, at: now, in: db)
        }
        try await warnings.changed()
        return report
    }

    private static func setWarning(
        _ warning: PhishingReport.Warning?,
        of id: ID<PhishingReport>,
        _ change: String,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws -> PhishingReport {
        let sql = PhishingReportSQL(db: db)
        try sql.setWarning(warning, of: id)
        try record(.phishingWarningChanged, id, ["change": change], by: actor, at: now, in: db)
        guard let report = try sql.report(id) else { throw PhishingReportError.notFound(id) }
        return report
    }

    private static func record(
        _ action: AuditAction,
        _ id: ID<PhishingReport>,
        _ details: [String: String],
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        try AuditTrail.record(
            Deed(action, by: actor, on: AuditSubject("phishing_report", id), details),
            at: now,
            in: db
        )
    }
}
