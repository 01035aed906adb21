import Base
import HTTPTypes
package import Hummingbird
import People
package import Web

/// "Is this really you?": `/verify` for people and `/api/v1/verify` for programs.
///
/// What is asked about comes in a body, never in an address, which would be logged on its way.
package struct VerifyRoutes: Sendable {
    private struct Question: Decodable {
        let value: String
    }

    private struct ChannelView: Encodable {
        let kind: OfficialChannel.Kind
        let value: String
        let platform: String?
        let region: String?
        let label: String?

        init(_ channel: OfficialChannel, _ locale: LocaleCode) {
            self.kind = channel.draft.kind
            self.value = channel.draft.value
            self.platform = channel.draft.platform
            self.region = channel.draft.region
            self.label = channel.label(in: locale)
        }
    }

    private struct Answer: Encodable {
        let verdict: Verification.Verdict
        let kind: Verification.Kind
        let reason: Verification.Reason
        let matched: String?
        let subject: String?
        let explanation: String
        let channel: ChannelView?
        let challenge: ChallengeView?
        /// True for what is on the blocklist.
        let reported: Bool?
    }

    private struct ChallengeView: Encodable {
        let agentName: String
        let badge: String
        let reference: String
        let askedAt: Instant
        let usedAt: Instant?

        init(_ answer: BadgeChallenge.Answer) {
            self.agentName = answer.agentName
            self.badge = answer.badge.rawValue
            self.reference = answer.reference
            self.askedAt = answer.askedAt
            if case .usedBefore(let moment) = answer.outcome {
                self.usedAt = moment
            } else {
                self.usedAt = nil
            }
        }
    }

    private let verifications: Verifications
    private let channels: OfficialChannels
    private let reports: PhishingReports
    private let limiter: RateLimiter
    private let pages: PageRenderer

    /// - Parameters:
    ///   - verifications: Judges.
    ///   - channels: Listed on the page.
    ///   - reports: Take in what somebody reports on the page.
    ///   - limiter: How often one address may ask.
    ///   - pages: Renders.
    package init(
        verifications: Verifications,
        channels: OfficialChannels,
        reports: PhishingReports,
        limiter: RateLimiter,
        pages: PageRenderer
    ) {
        self.verifications = verifications
        self.channels = channels
        self.reports = reports
        self.limiter = limiter
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/verify", use: show)
        router.post("/verify", use: check)
        router.get("/verify/report") { _, _ in Response.redirect(to: "/verify", type: .found) }
        router.post("/verify/report", use: report)
        router.post("/api/v1/verify", use: answer)
    }

    /// `POST /api/v1/verify` `{value}` → verdict, kind, reason, and in the asker's language what the reason means.
    @Sendable private func answer(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("verify:\(context.remoteAddress)")
        let question = try await request.json(Question.self)
        let found = try await verifications.verify(question.value, by: Self.asker(context))
        return try .json(
            Answer(
                verdict: found.verdict,
                kind: found.kind,
                reason: found.reason,
                matched: found.matched,
                subject: found.subject,
                explanation: VerifyResult.explanation(of: found, pages.localisation, context.locale),
                channel: found.channel.map { ChannelView($0, context.locale) },
                challenge: found.challenge.map(ChallengeView.init),
                reported: found.wasReported ? true : nil
            ),
            headers: [.cacheControl: "no-store"]
        )
    }

    private static func asker(_ context: WebContext) -> Customer? {
        (context.principal as? CustomerPrincipal)?.customer
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        try await page(nil, value: "", request, context)
    }

    @Sendable private func check(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("verify:\(context.remoteAddress)")
        let value = try await request.formField("value") ?? ""
        do {
            let found = try await verifications.verify(value, by: Self.asker(context))
            // A secret is not written into a page again.
            let shown = found.reason == .containsSecret ? "" : value
            return try await page(found, value: shown, request, context)
        } catch let error as VerificationError {
            let kept = String(value.unicodeScalars.prefix(PastedValue.longest))
            return try await page(nil, value: kept, problem: error.problem, request, context)
        }
    }

    /// Takes in a fake from the page; what it is was checked a moment ago, and is said again.
    @Sendable private func report(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("report:\(context.remoteAddress)")
        let fields = try await request.formFields(["value", "comment"])
        let value = fields["value"] ?? ""
        do {
            let found = try await verifications.verify(value)
            _ = try await reports.report(
                value,
                comment: String((fields["comment"] ?? "").prefix(PhishingReport.longestComment)),
                from: .page,
                by: Self.asker(context)
            )
            return try await page(found, value: value, isReported: true, request, context)
        } catch let error as PhishingReportError {
            return try await page(nil, value: value, problem: error.problem, request, context)
        } catch let error as VerificationError {
            let kept = String(value.unicodeScalars.prefix(PastedValue.longest))
            return try await page(nil, value: kept, problem: error.problem, request, context)
        }
    }

    private func page(
        _ found: Verification?,
        value: String,
        isReported: Bool = false,
        problem: Problem? = nil,
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let page = VerifyPage(
            found,
            value: value,
            isReported: isReported,
            problem: problem,
            channels: try await channels.valid(),
            pages.localisation,
            context.locale
        )
        // Nothing was asked yet: the page is the same for everybody.
        if request.method != .post {
            let (localisation, locale) = (pages.localisation, context.locale)
            let description = localisation.text("verify.lead", in: locale)
            let metadata = PageMetadata(
                "/verify",
                in: locale,
                of: localisation.locales,
                description: description
            )
            return try pages.made(page, for: request, context, metadata: metadata).response(to: request)
        }
        let status = problem.map { HTTPResponse.Status(code: $0.status) } ?? .ok
        var response = pages.response(page, for: request, context, status: status)
        // What somebody asked about is kept by no browser.
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
