import Base
import Hummingbird
import People
import Safeguard
import Web

/// Who says something of an article: a customer by their session, a browser by a cookie of its own.
struct FeedbackVisitor: Sendable {
    private static let cookie = "switchboard_reader"
    private static let tokenPrefix = "sbr_"

    let reader: ArticleFeedback.Reader
    /// What the browser must keep to be known again; nil when it is known by something else.
    private let newToken: String?

    /// - `key`: The request's `Idempotency-Key`, for programs that keep no cookie.
    init(_ request: Request, _ context: WebContext, key: String?) {
        if let customer = (context.principal as? CustomerPrincipal)?.customer {
            self.reader = .customer(customer.id.description)
            self.newToken = nil
        } else if let token = request.cookies[Self.cookie]?.value, token.hasPrefix(Self.tokenPrefix) {
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
        response.setCookie(
            Cookie(
                name: Self.cookie,
                value: newToken,
                maxAge: 31_536_000,
                path: "/api/v1/help",
                httpOnly: true,
                sameSite: .lax
            )
        )
    }
}
