import Hummingbird
import Web

extension Request {
    /// Where it comes from, as the history of sign-ins keeps it.
    func origin(_ context: WebContext) -> SignInOrigin {
        SignInOrigin(address: context.remoteAddress, userAgent: headers[.userAgent], locale: context.locale)
    }
}
