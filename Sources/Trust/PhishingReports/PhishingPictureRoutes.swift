import Base
import HTTPTypes
package import Hummingbird
package import People
package import Web

/// `/api/v1/phishing-reports/pictures` for whoever has a picture of a fake, with a session or without.
package struct PhishingPictureRoutes: Sendable {
    private let reports: PhishingReports
    private let puzzles: Puzzles
    private let limiter: RateLimiter
    /// What a form may hold besides the picture, in bytes.
    private static let formAllowance = 16 * 1024

    /// - Parameters:
    ///   - reports: Take them in.
    ///   - puzzles: What somebody without a session works out first.
    ///   - limiter: How often one address may report.
    package init(reports: PhishingReports, puzzles: Puzzles, limiter: RateLimiter) {
        self.reports = reports
        self.puzzles = puzzles
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>, _ admin: AgentRouter) {
        router.post("/api/v1/phishing-reports/pictures", use: report)
        admin.get("phishing-reports/:id/picture", needs: .phishingReportsDecide, use: show)
    }

    /// A form with `comment` and the picture as `file`, or the picture alone → 202 with what was taken in.
    @Sendable private func report(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("report:\(context.remoteAddress)")
        let customer = (context.principal as? CustomerPrincipal)?.customer
        if customer == nil {
            let proof = request.headers[.proofOfWork].flatMap { Proof($0) }
            // Before the file is read.
            try await puzzles.demand(proof, for: .report, from: context.remoteAddress)
        }
        let type = request.headers[.contentType] ?? ""
        let isForm = type.lowercased().hasPrefix("multipart/form-data")
        let body: [UInt8]
        do {
            body = try await request.bytes(
                limitInBytes: PhishingPicture.largest + (isForm ? Self.formAllowance : 0)
            )
        } catch let problem as Problem where problem.status == 413 {
            throw PhishingReportError.pictureTooLarge
        }
        let form = isForm ? try MultipartFile(body: body, contentType: type) : nil
        let receipt = try await reports.report(
            picture: form?.content ?? body,
            comment: form?.fields["comment"] ?? "",
            by: customer
        )
        return try .json(PhishingReceiptsView([receipt]), status: .accepted)
    }

    /// The picture, which was written anew, for those who decide.
    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<PhishingReport>.self)
        let picture = try await reports.picture(of: id)
        return Response(
            bytes: picture.content,
            type: picture.mediaType,
            [
                .contentDisposition: "inline",
                .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
                .cacheControl: "private, no-store",
            ]
        )
    }
}

extension HTTPField.Name {
    /// `<challenge>:<nonce>`, where the body is no JSON.
    fileprivate static let proofOfWork = Self("Proof-Of-Work") ?? .authorization
}
