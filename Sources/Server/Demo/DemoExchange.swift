import Base
import Foundation
import JWTKit

/// A sandbox exchange: what an exchange's own server does, so that the widget and the verified customer can be tried.
struct DemoExchange: Sendable {
    /// A customer of the sandbox.
    struct User: Sendable {
        let uid: String
        let name: String
        let email: String
        let tier: String
        let identityLevel: String
        /// Where they live, ISO 3166-1.
        let region: String
    }

    /// The secret that the sandbox and Switchboard share: new at every start, for nothing else knows it.
    let identitySecret: Redacted<[UInt8]>

    static let users = [
        User(
            uid: "20260001",
            name: "Liu Wei",
            email: "liu.wei@demo.example",
            tier: "vip1",
            identityLevel: "L2",
            region: "HK"
        ),
        User(
            uid: "20260002",
            name: "Emma Clark",
            email: "emma.clark@demo.example",
            tier: "standard",
            identityLevel: "L1",
            region: "GB"
        ),
    ]

    init() {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        identitySecret = Redacted((0..<48).map { _ in letters.randomElement(using: &generator) ?? 0 })
    }

    /// Signs an identity token as docs/integration.md describes it, for five minutes.
    func identityToken(for user: User, locale: LocaleCode, audience: String) async throws -> String {
        let keys = await JWTKeyCollection()
            .add(hmac: HMACKey(from: Data(identitySecret.exposed)), digestAlgorithm: .sha256)
        return try await keys.sign(
            Claims(
                sub: SubjectClaim(value: user.uid),
                aud: AudienceClaim(value: audience),
                exp: ExpirationClaim(value: Date().addingTimeInterval(300)),
                jti: IDClaim(value: UUID().uuidString),
                name: user.name,
                email: user.email,
                locale: locale.rawValue,
                tier: user.tier,
                identityLevel: user.identityLevel,
                attributes: [
                    "region": user.region, "phone": "+44 20 7946 0\(user.uid.suffix(3))",
                    "document_number": "X00\(user.uid)",
                ]
            )
        )
    }

    /// Who may look accounts up: whoever holds the secret says so in a token for this exchange.
    static let lookupAudience = "exchange-accounts"

    /// Whether a look-up comes from Switchboard.
    func accepts(lookupToken: String) async -> Bool {
        let keys = await JWTKeyCollection()
            .add(hmac: HMACKey(from: Data(identitySecret.exposed)), digestAlgorithm: .sha256)
        // A refused token and an unreadable one are the same to the caller: not signed in.
        guard let claims = try? await keys.verify(lookupToken, as: LookupClaims.self) else { return false }
        return claims.aud.value.contains(Self.lookupAudience)
    }

    private struct LookupClaims: JWTPayload {
        let aud: AudienceClaim
        let exp: ExpirationClaim

        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
        }
    }

    private struct Claims: JWTPayload {
        let sub: SubjectClaim
        let aud: AudienceClaim
        let exp: ExpirationClaim
        let jti: IDClaim
        let name: String
        let email: String
        let locale: String
        let tier: String
        let identityLevel: String
        let attributes: [String: String]

        enum CodingKeys: String, CodingKey {
            case sub, aud, exp, jti, name, email, locale, tier, attributes
            case identityLevel = "identity_level"
        }

        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
        }
    }
}
