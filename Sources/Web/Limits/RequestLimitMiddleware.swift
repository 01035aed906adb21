import Base
import HTTPTypes
package import Hummingbird

/// Limits what one person writes, and what one address reads, on each route: one that is added later is limited as well.
///
/// Somebody without a session counts by their address. Placed behind whatever finds out who asks, and within what turns
/// a problem into an answer.
package struct RequestLimitMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    /// How often, each on one route.
    package struct Limits: Sendable {
        /// Writing, for a customer, or the address of somebody without a session.
        let writes: RateLimiter
        /// Writing, for somebody who works here.
        let staffWrites: RateLimiter
        /// Reading, for an address.
        let reads: RateLimiter

        package init(writes: RateLimiter, staffWrites: RateLimiter, reads: RateLimiter) {
            self.writes = writes
            self.staffWrites = staffWrites
            self.reads = reads
        }
    }

    private let limits: Limits
    private let free: [String]
    private let counting: [String]

    /// - `free`: The routes on which nothing counts; those that end with a slash stand for all below.
    /// - `counting`: Those that count by themselves who writes there, and how often, told alike.
    package init(_ limits: Limits, free: [String], counting: [String]) {
        self.limits = limits
        self.free = free
        self.counting = counting
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        try check(request, context)
        return try await next(request, context)
    }

    private func check(_ request: Request, _ context: WebContext) throws(Problem) {
        // The route and not the address: nobody gets more by asking for other ids. What is not there is one route.
        let route = context.coreContext.endpointPath.value ?? ""
        guard !Self.holds(free, route) else { return }
        guard ![.get, .head, .options].contains(request.method) else {
            return try limits.reads.check("\(route) \(context.remoteAddress)")
        }
        guard !Self.holds(counting, route) else { return }
        let person = context.principal?.person ?? context.remoteAddress
        let limiter = context.principal?.isStaff ?? false ? limits.staffWrites : limits.writes
        try limiter.check("\(request.method.rawValue) \(route) \(person)")
    }

    private static func holds(_ routes: [String], _ route: String) -> Bool {
        routes.contains { $0.hasSuffix("/") ? route.hasPrefix($0) : route == $0 }
    }
}
