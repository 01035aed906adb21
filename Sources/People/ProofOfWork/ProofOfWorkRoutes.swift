import Base
import HTTPTypes
package import Hummingbird
package import Web

/// `/api/v1/proof-of-work`: a puzzle for whoever knows that one will be asked for.
package struct ProofOfWorkRoutes: Sendable {
    private struct Body: Decodable {
        let purpose: Puzzle.Purpose
    }

    private let puzzles: Puzzles
    private let limiter: RateLimiter

    /// - `limiter`: How often one address may ask.
    package init(puzzles: Puzzles, limiter: RateLimiter) {
        self.puzzles = puzzles
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>) {
        router.post("/api/v1/proof-of-work", use: make)
    }

    /// `{purpose}` → 201 with the challenge; nothing of it is kept.
    @Sendable private func make(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("puzzle:\(context.remoteAddress)")
        let body = try await request.json(Body.self)
        let puzzle = try await puzzles.make(for: body.purpose, from: context.remoteAddress)
        return Response(
            bytes: puzzle.json.utf8,
            type: "application/json; charset=utf-8",
            status: .created,
            [.cacheControl: "no-store"]
        )
    }
}
