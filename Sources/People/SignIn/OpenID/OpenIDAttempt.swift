import Base
import Crypto
import Safeguard

/// A browser's way to the provider and back: ten minutes, once.
///
/// Two secrets are made: `state` travels through the provider, `browser` stays in a cookie. Only their hashes are stored.
/// What else has to be known again at the end, the nonce and PKCE's verifier, is drawn from the cookie's secret: neither the
/// database nor an address that leaks holds anything to take a code over with.
struct OpenIDAttempt: Sendable {
    static let life = Duration.seconds(600)
    static let browserPrefix = "sbo_"

    let browser: OpaqueToken
    let state: OpaqueToken

    init() {
        self.browser = OpaqueToken(prefix: Self.browserPrefix)
        self.state = OpaqueToken(prefix: "")
    }

    /// What binds the ID token to the attempt (OpenID Connect Core, section 15.5.2).
    static func nonce(_ browser: String) -> String { drawn("nonce", browser) }

    /// PKCE's `code_verifier`, 43 characters (RFC 7636, section 4.1).
    static func verifier(_ browser: String) -> String { drawn("verifier", browser) }

    /// PKCE's `code_challenge` by S256.
    static func challenge(_ browser: String) -> String {
        Array(SHA256.hash(data: Array(verifier(browser).utf8))).base64URL
    }

    private static func drawn(_ purpose: String, _ browser: String) -> String {
        Array(SHA256.hash(data: Array("\(purpose) \(browser)".utf8))).base64URL
    }
}
