import Base
import Web

extension Wiring {
    /// No person at the desk does one thing so often in a minute.
    private static let staffWritesPerMinute = 600

    /// What everybody may ask on each route, beside what single routes are stricter about.
    var requestLimits: RequestLimitMiddleware {
        RequestLimitMiddleware(
            RequestLimitMiddleware.Limits(
                writes: limiter(configuration.writesPerMinute),
                staffWrites: limiter(max(Self.staffWritesPerMinute, configuration.writesPerMinute)),
                reads: limiter(configuration.readsPerMinute)
            ),
            // What balancers and browsers ask for by themselves, and what costs nothing.
            free: ["/health/", "/metrics", "/assets/", "/widget.js"],
            // Sign-ins and directories have limits of their own; the sandbox is asked by this server.
            counting: ["/api/v1/agent/session", "/scim/", "/demo/"]
        )
    }

    /// A limit of so many requests a minute, of its own.
    func limiter(_ perMinute: Int) -> RateLimiter {
        RateLimiter(TokenBucket.Rate(perMinute, per: .seconds(60)), clock: clock)
    }
}
