import HTTPTypes
import Hummingbird

/// What a browser sends of a passkey that proves something; bytes are base 64 for URLs.
struct PasskeyAssertionBody: Decodable {
    let id: String
    let clientData: String
    let authenticatorData: String
    let signature: String

    func assertion() throws -> Passkeys.Assertion {
        Passkeys.Assertion(
            credentialID: try PasskeyRoutes.bytes(id, "id"),
            clientData: try PasskeyRoutes.bytes(clientData, "client_data"),
            authenticatorData: try PasskeyRoutes.bytes(authenticatorData, "authenticator_data"),
            signature: try PasskeyRoutes.bytes(signature, "signature")
        )
    }
}

extension Passkeys.Site {
    /// The page that a request comes from.
    ///
    /// - `isSecure`: Whether browsers come by https.
    ///
    /// Throws: ``SignInError/passkeyRefused``.
    init(of request: Request, isSecure: Bool) throws(SignInError) {
        guard let site = Self(authority: request.head.authority, isSecure: isSecure) else {
            throw .passkeyRefused
        }
        self = site
    }
}
