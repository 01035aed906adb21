import Base
import Hummingbird
import People
import Safeguard
import Web

/// Who says something of an article: a customer by their session, a browser by a cookie of its own.
struct FeedbackVisitor: Sendable {
    private static let tokenPrefix = "sbr_"

    let reader: ArticleFeedback.Reader
    /// What the browser must keep to be known again; nil when it is known by something else.
    private let newToken: String?
    private let cookie: SiteCookie

    /// - `key`: The request's `Idempotency-Key`, for programs that keep no cookie.
    /// - `usesSecureCookies`: Whether the site is reached by HTTPS.
    init(_ request: Request, _ context: WebContext, key: String?, usesSecureCookies: Bool) {
        // Sent with votes alone, so that no number goes with the pages that somebody reads. With one that a sibling of our host
        // planted their vote is somebody else's, and no more.
        self.cookie = SiteCookie("switchboard_reader", path: "/api/v1/help", isSecure: usesSecureCookies)
        if let customer = (context.principal as? CustomerPrincipal)?.customer {
            self.reader = .customer(customer.id.description)
            self.newToken = nil
        } else if let token = cookie.value(in: request.head), token.hasPrefix(Self.tokenPrefix) {
            self.reader = .browser(token)
            self.newToken = nil
        } else if let key {
            self.reader = .request(key)
            self.newToken = nil
        } else {
            let token = OpaqueToken(prefix: Self.tokenPrefix).text
            self.reader = .browser(token)
            self.newToken = token
        }
    }

    func remember(in response: inout Response) {
        guard let newToken else { return }
        response.setCookie(cookie.holding(newToken, seconds: 31_536_000))
    }
}
