import Base
import Hummingbird

/// `{password, code?, passkey?}`: what confirms an important step.
struct ProofBody: Decodable {
    let password: String
    let code: String?
    let passkey: PasskeyAssertionBody?

    /// - `request`: Whose page a passkey was used on.
    /// - `isSecure`: Whether browsers come by https.
    func proof(of request: Request, isSecure: Bool) throws -> SecondFactors.Proof {
        SecondFactors.Proof(
            password: Redacted(password),
            code: code,
            passkey: try passkey.map { passkey in
                Passkeys.Proof(
                    assertion: try passkey.assertion(),
                    site: try Passkeys.Site(of: request, isSecure: isSecure)
                )
            }
        )
    }
}
