import Base
import HTTPTypes
package import Hummingbird
package import People
package import Web

/// `/api/v1/phishing-reports` for whoever was sent a fake, `/api/v1/admin/phishing-reports` for those who decide.
package struct PhishingReportRoutes: Sendable {
    private struct Body: Decodable {
        let value: String
        let comment: String?
    }

    private struct DecisionBody: Decodable {
        let status: PhishingReport.Status
        let note: String?
        let expected: PhishingReport.Status?
    }

    private struct Reports: Encodable {
        let data: [PhishingReportView]
        let nextCursor: String?
        let counts: [String: Int]

        enum CodingKeys: CodingKey {
            case data, nextCursor, counts
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(data, forKey: .data)
            // Present even when null, as in every list.
            try container.encode(nextCursor, forKey: .nextCursor)
            try container.encode(counts, forKey: .counts)
        }
    }

    private let reports: PhishingReports
    private let limiter: RateLimiter
    private let approvals: Approvals

    /// - `limiter`: How often one address or customer may report.
    package init(reports: PhishingReports, limiter: RateLimiter, approvals: Approvals) {
        self.approvals = approvals
        self.reports = reports
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>, _ admin: AgentRouter) {
        router.post("/api/v1/phishing-reports", use: report)
        admin.get("phishing-reports", needs: .phishingReportsDecide, use: list)
        admin.get("phishing-reports/:id", needs: .phishingReportsDecide, use: show)
        admin.post("phishing-reports/:id/decision", needs: .phishingReportsDecide, use: decide)
        admin.post("phishing-reports/:id/warning", needs: .phishingReportsDecide, use: warn)
        admin.delete("phishing-reports/:id/warning", needs: .phishingReportsDecide, use: endWarning)
    }

    /// `{value, comment?}` → 202 with what was taken in; a session is not needed.
    @Sendable private func report(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("report:\(context.remoteAddress)")
        let body = try await request.json(Body.self)
        let receipts = try await reports.report(
            body.value,
            comment: body.comment ?? "",
            from: .api,
            by: (context.principal as? CustomerPrincipal)?.customer
        )
        return try .json(PhishingReceiptsView(receipts), status: .accepted)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let status = try request.query("status", as: PhishingReport.Status.self) ?? .new
        let limit = try request.query("limit", in: 1...100, default: 50)
        let page = try await reports.list(
            status,
            after: try request.cursor(PhishingReportCursor.self),
            limit: limit
        )
        let counts = try await reports.counts()
        return try .json(
            Reports(
                data: page.reports.map { PhishingReportView($0) },
                nextCursor: page.next?.description,
                counts: Dictionary(
                    uniqueKeysWithValues: PhishingReport.Status.allCases.map {
                        ($0.rawValue, counts[$0] ?? 0)
                    }
                )
            )
        )
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<PhishingReport>.self)
        let (report, sightings, picture) = try await reports.report(id)
        return try .json(PhishingReportView(report, sightings, picture))
    }

    /// `{status, note?, expected?}` → the report; 409 when somebody was faster.
    @Sendable private func decide(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<PhishingReport>.self)
        let body = try await request.json(DecisionBody.self)
        let current = try await reports.report(id).report.status
        let report = try await reports.decide(
            id,
            body.status,
            note: body.note ?? "",
            expecting: body.expected ?? current,
            by: context.agent,
            from: context.web.remoteAddress
        )
        return try .json(PhishingReportView(report))
    }

    @Sendable private func warn(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<PhishingReport>.self)
        let about = ["subject": try await reports.report(id).report.subject]
        return try await approvals.carryOut(PhishingReports.warning, id, about: about, context) {
            let report = try await reports.warn(id, by: context.agent, from: context.web.remoteAddress)
            return try .json(PhishingReportView(report))
        }
    }

    @Sendable private func endWarning(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<PhishingReport>.self)
        let report = try await reports.endWarning(id, by: context.agent, from: context.web.remoteAddress)
        return try .json(PhishingReportView(report))
    }
}

/// A report as the desk sees it.
struct PhishingReportView: Encodable, Sendable {
    private struct DecisionView: Encodable {
        let note: String
        let agent: String
        let at: Instant
    }

    private struct WarningView: Encodable {
        let url: String
        let at: Instant
    }

    private struct SightingView: Encodable {
        let at: Instant
        let source: String
        let conversation: String?
        let reference: String?
        let seq: Int?
        let comment: String
    }

    private struct PictureView: Encodable {
        let url: String
        let width: Int
        let height: Int
    }

    private let id: String
    private let kind: PhishingReport.Kind
    private let subject: String
    private let status: PhishingReport.Status
    private let count: Int
    private let firstReportedAt: Instant
    private let lastReportedAt: Instant
    private let decision: DecisionView?
    private let warning: WarningView?
    private let sightings: [SightingView]?
    private let picture: PictureView?

    init(
        _ report: PhishingReport,
        _ sightings: [PhishingReport.Sighting]? = nil,
        _ picture: PhishingReport.PictureSize? = nil
    ) {
        self.picture = picture.map { size in
            let url = "/api/v1/admin/phishing-reports/\(report.id)/picture"
            return PictureView(url: url, width: size.width, height: size.height)
        }
        self.id = report.id.description
        self.kind = report.kind
        self.subject = report.subject
        self.status = report.status
        self.count = report.count
        self.firstReportedAt = report.firstReportedAt
        self.lastReportedAt = report.lastReportedAt
        self.decision = report.decision.map { DecisionView(note: $0.note, agent: $0.agentName, at: $0.at) }
        self.warning = report.warning.map { WarningView(url: $0.address, at: $0.at) }
        self.sightings = sightings?.map { sighting in
            SightingView(
                at: sighting.at,
                source: sighting.source,
                conversation: sighting.place?.conversation,
                reference: sighting.place?.reference,
                seq: sighting.place?.seq,
                comment: sighting.comment
            )
        }
    }
}

/// What whoever reports is told.
package struct PhishingReceiptsView: Encodable, Sendable {
    private struct ReceiptView: Encodable {
        let kind: PhishingReport.Kind
        let subject: String
        let verdict: Verification.Verdict
        let reason: Verification.Reason
    }

    private let reports: [ReceiptView]

    /// How many others told of it is for the desk alone: it would tell a forger how well a fake does.
    package init(_ receipts: [PhishingReport.Receipt]) {
        reports = receipts.map {
            ReceiptView(kind: $0.kind, subject: $0.subject, verdict: $0.verdict, reason: $0.reason)
        }
    }
}
