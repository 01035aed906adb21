import Base
package import Hummingbird
import People
import Safeguard
import Trust
package import Web

/// `POST /api/v1/conversations/{id}/challenge`: a customer asks whether an agent is real.
package struct ChallengeRoutes: Sendable {
    private struct Body: Decodable {
        let seq: Int?
    }

    private struct Answer: Encodable {
        let code: String
        let expiresAt: Instant
        let agent: TimelineEvent.Person
        let verifyUrl: String
    }

    private let timeline: Timeline
    private let limiter: RateLimiter

    package init(timeline: Timeline, limiter: RateLimiter) {
        self.timeline = timeline
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>) {
        let group = router.group("/api/v1/conversations", context: CustomerContext.self)
        group.post(":id/challenge", use: challenge)
    }

    /// `{seq?}` → 201 with the code, which is shown this once.
    @Sendable private func challenge(_ request: Request, _ context: CustomerContext) async throws -> Response
    {
        try limiter.check("challenge:\(context.customer.id)")
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let seq = try await request.json(Body.self).seq
        let (issued, agent) = try await timeline.challenge(id, message: seq, by: context.customer)
        return try .json(
            Answer(
                code: issued.code.description,
                expiresAt: issued.challenge.expiresAt,
                agent: agent,
                verifyUrl: "/verify"
            ),
            status: .created,
            headers: [.cacheControl: "no-store"]
        )
    }
}
