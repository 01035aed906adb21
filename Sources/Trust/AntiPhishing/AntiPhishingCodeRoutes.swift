import Base
import HTTPTypes
package import Hummingbird
import People
package import Web

/// `/api/v1/anti-phishing-code`: a signed-in customer's own; nobody else's, and nobody else.
package struct AntiPhishingCodeRoutes: Sendable {
    private struct Body: Decodable {
        let code: String
    }

    private struct Answer: Encodable {
        let code: String?

        private enum CodingKeys: CodingKey {
            case code
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(code, forKey: .code)
        }
    }

    private let codes: AntiPhishingCodes
    private let limiter: RateLimiter

    package init(codes: AntiPhishingCodes, limiter: RateLimiter) {
        self.codes = codes
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>) {
        let group = router.group("/api/v1/anti-phishing-code", context: CustomerContext.self)
        group.get(use: show)
        group.put(use: choose)
        group.delete(use: remove)
    }

    @Sendable private func show(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let customer = try signedIn(context)
        return try answer(await codes.code(of: customer.id))
    }

    /// `{code}` → the code as it is kept.
    @Sendable private func choose(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let customer = try signedIn(context)
        try limiter.check("anti-phishing:\(customer.id)")
        let typed = try await request.json(Body.self).code
        return try answer(await codes.choose(typed, for: customer))
    }

    @Sendable private func remove(_ request: Request, _ context: CustomerContext) async throws -> Response {
        try await codes.remove(for: try signedIn(context))
        return .noContent
    }

    private func signedIn(_ context: CustomerContext) throws -> Customer {
        guard context.customer.isVerified else { throw AntiPhishingCodeError.notSignedIn }
        return context.customer
    }

    private func answer(_ code: AntiPhishingCode?) throws -> Response {
        try .json(Answer(code: code?.text), headers: [.cacheControl: "no-store"])
    }
}
