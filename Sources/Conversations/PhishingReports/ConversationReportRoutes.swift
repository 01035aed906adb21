import Base
package import Hummingbird
package import People
package import Trust
package import Web

/// Reporting a fake where it was seen: `POST …/conversations/{id}/report` for customers and for agents.
package struct ConversationReportRoutes: Sendable {
    private struct Body: Decodable {
        let seq: Int
        /// The link or address of the message that is meant.
        let value: String?
        let comment: String?
    }

    private let timeline: Timeline
    private let reports: PhishingReports
    private let limiter: RateLimiter

    package init(timeline: Timeline, reports: PhishingReports, limiter: RateLimiter) {
        self.timeline = timeline
        self.reports = reports
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        let group = router.group("/api/v1/conversations", context: CustomerContext.self)
        group.post(":id/report", use: reportByCustomer)
        desk.post("conversations/:id/report", needs: .conversationsAnswer, use: reportByAgent)
    }

    /// `{seq, value?, comment?}` → 202 with what was taken in.
    @Sendable private func reportByCustomer(
        _ request: Request,
        _ context: CustomerContext
    ) async throws -> Response {
        try limiter.check("report:\(context.customer.id)")
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let body = try await request.json(Body.self)
        let conversation = try await timeline.conversation(id, for: context.customer)
        return try await report(body, in: conversation, by: context.customer, nil)
    }

    @Sendable private func reportByAgent(_ request: Request, _ context: AgentContext) async throws -> Response
    {
        try limiter.check("report:\(context.agent.id)")
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let body = try await request.json(Body.self)
        return try await report(body, in: try await timeline.conversation(id), by: nil, context.agent.id)
    }

    private func report(
        _ body: Body,
        in conversation: Conversation,
        by customer: Customer?,
        _ agent: ID<Agent>?
    ) async throws -> Response {
        let reported = try await timeline.reported(body.seq, of: conversation, part: body.value)
        let receipts = try await reports.report(
            reported.text,
            comment: body.comment ?? "",
            from: .conversation(reported.place, by: agent),
            by: customer
        )
        return try .json(PhishingReceiptsView(receipts), status: .accepted)
    }
}
