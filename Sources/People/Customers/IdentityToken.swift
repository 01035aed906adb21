package import Base
import Crypto
import Foundation
import JWTKit
import Safeguard

/// What the exchange signs about its signed-in user: a JWT (RFC 7519) with HS256 or EdDSA.
///
/// `sub` (the exchange's user id), `exp`, `aud` and `jti` are required. Everything an agent may rely on is inside
/// the signature; nothing beside the token is believed.
package struct IdentityToken: Sendable, Hashable {
    package let uid: String
    package let jti: String
    package let expiresAt: Instant
    package let profile: Customer.Profile
}

/// Checks identity tokens.
package struct IdentityTokenVerifier: Sendable {
    package struct Configuration: Sendable {
        /// Our name in the token's `aud`.
        package var audience = "switchboard"
        /// The shared secret for HS256, at least 32 bytes; nil refuses HS256.
        package var sharedSecret: Redacted<[UInt8]>?
        /// The exchange's Ed25519 public key, 32 bytes; nil refuses EdDSA.
        package var publicKey: [UInt8]?

        package init() {}
    }

    /// A token valid for longer than this was made carelessly and is refused.
    private static let longestLife = Duration.seconds(24 * 3600)
    /// How far the exchange's clock may be ahead of ours.
    private static let leeway = Duration.seconds(60)
    /// Of a name, in characters.
    private static let longestName = 120

    /// One collection an algorithm, so that neither the token's `alg` nor its `kid` picks a key of another kind.
    private let keys: [String: JWTKeyCollection]
    private let audience: String
    private let gate = SecretsGate()
    private let clock: any WallClock

    /// - Throws: ``CustomerError/weakIdentitySecret``, or what is wrong with the public key.
    package init(_ configuration: Configuration, clock: any WallClock) async throws {
        var keys: [String: JWTKeyCollection] = [:]
        if let secret = configuration.sharedSecret?.exposed {
            guard secret.count >= 32 else { throw CustomerError.weakIdentitySecret }
            keys["HS256"] = await JWTKeyCollection().add(
                hmac: HMACKey(from: Data(secret)),
                digestAlgorithm: .sha256
            )
        }
        if let publicKey = configuration.publicKey {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
            keys["EdDSA"] = await JWTKeyCollection().add(eddsa: EdDSA.PublicKey(backing: key))
        }
        self.keys = keys
        self.audience = configuration.audience
        self.clock = clock
    }

    /// Checks the signature and the claims.
    ///
    /// - `token`: The compact form, at most 8 KiB.
    ///
    /// Throws: ``CustomerError/identityTokenRefused(_:)`` with the reason for the exchange's developers.
    package func verify(_ token: String) async throws(CustomerError) -> IdentityToken {
        guard token.utf8.count <= 8192 else { throw .identityTokenRefused(.malformed) }
        let bytes = Array(token.utf8)
        // Nothing of this unverified reading is used but the name of the algorithm.
        guard let header = try? DefaultJWTParser().parse(bytes, as: AnyPayload.self).header else {
            throw .identityTokenRefused(.malformed)
        }
        guard let algorithm = header.alg, let keys = keys[algorithm] else {
            throw .identityTokenRefused(.algorithm)
        }
        do {
            _ = try await keys.verify(bytes, as: AnyPayload.self)
        } catch {
            throw .identityTokenRefused(.signature)
        }
        // The signature was right, so the exchange's developers are told that a claim is missing.
        guard let claims = try? DefaultJWTParser().parse(bytes, as: Claims.self).payload else {
            throw .identityTokenRefused(.claims)
        }
        return try identity(claims)
    }

    /// What a customer could choose at the exchange may hold a secret like any text of theirs.
    private func kept(_ text: String?, _ length: Int) -> String? {
        text.map { String(gate.mask($0).text.prefix(length)) }
    }

    /// A name stands beside every message: one that is an address or a number is not told by it.
    private static func shownName(_ name: String) -> String {
        // What stands in the place of a part may be longer than it.
        ContactMask.kind(of: name).map { String(ContactMask.masked(name, $0).prefix(longestName)) } ?? name
    }

    private func attributes(_ attributes: [String: String]) -> [String: String] {
        var kept: [String: String] = [:]
        for (name, value) in attributes { kept[gate.mask(name).text] = gate.mask(value, named: name).text }
        return kept
    }

    private func identity(_ claims: Claims) throws(CustomerError) -> IdentityToken {
        guard claims.aud.value.contains(audience) else { throw .identityTokenRefused(.audience) }
        let seconds = claims.exp.value.timeIntervalSince1970
        guard seconds > 0, seconds < 1e11 else { throw .identityTokenRefused(.claims) }
        let expiresAt = Instant(milliseconds: Int64(seconds * 1000))
        guard expiresAt > clock.now else { throw .identityTokenRefused(.expired) }
        guard expiresAt < clock.now + Self.longestLife + Self.leeway else {
            throw .identityTokenRefused(.claims)
        }
        if let notBefore = claims.nbf?.value.timeIntervalSince1970 {
            guard abs(notBefore) < 1e11,
                Instant(milliseconds: Int64(notBefore * 1000)) <= clock.now + Self.leeway
            else {
                throw .identityTokenRefused(.claims)
            }
        }
        guard (1...128).contains(claims.sub.value.count), (1...128).contains(claims.jti.value.count) else {
            throw .identityTokenRefused(.claims)
        }
        let locale = claims.locale.flatMap(LocaleCode.init(rawValue:)) ?? .english
        return IdentityToken(
            uid: claims.sub.value,
            jti: claims.jti.value,
            expiresAt: expiresAt,
            profile: Customer.Profile(
                name: kept(claims.name, Self.longestName).map(Self.shownName),
                email: kept(claims.email, 254),
                locale: locale,
                tier: kept(claims.tier, 40),
                identityLevel: kept(claims.identityLevel, 40),
                attributes: attributes(claims.attributes ?? [:])
            )
        )
    }
}

/// The claims we read.
private struct Claims: JWTPayload {
    let sub: SubjectClaim
    let aud: AudienceClaim
    let exp: ExpirationClaim
    let nbf: NotBeforeClaim?
    let jti: IDClaim
    let name: String?
    let email: String?
    let locale: String?
    let tier: String?
    let identityLevel: String?
    let attributes: [String: String]?

    enum CodingKeys: String, CodingKey {
        case sub, aud, exp, nbf, jti, name, email, locale, tier, attributes
        case identityLevel = "identity_level"
    }

    // Time is checked against our own clock, which tests set.
    func verify(using algorithm: some JWTAlgorithm) {}
}

/// A payload of which nothing is read: the signature is checked before the claims are.
private struct AnyPayload: JWTPayload {
    func verify(using algorithm: some JWTAlgorithm) {}
}
