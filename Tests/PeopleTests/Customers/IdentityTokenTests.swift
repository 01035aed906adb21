import Base
import Crypto
import Foundation
import JWTKit
import People
import Testing
import TestSupport

/// Tokens are made here with JWTKit and, where JWTKit refuses to make something so wrong, by hand.
@Suite struct IdentityTokenTests {
    private static let secret = Array("an exchange's secret of more than 32 bytes".utf8)
    private let clock = FixedClock()
    private let edKey = Curve25519.Signing.PrivateKey()

    private func verifier(hs256: Bool = true, edDSA: Bool = true) async throws -> IdentityTokenVerifier {
        var configuration = IdentityTokenVerifier.Configuration()
        configuration.sharedSecret = hs256 ? Redacted(Self.secret) : nil
        configuration.publicKey = edDSA ? Array(edKey.publicKey.rawRepresentation) : nil
        return try await IdentityTokenVerifier(configuration, clock: clock)
    }

    private var claims: [String: any Sendable] {
        [
            "sub": "20260001", "aud": "switchboard", "jti": "t-1", "name": "Liu Wei",
            "email": "liu@demo.example",
            "locale": "zh-CN", "tier": "vip1", "identity_level": "L2", "attributes": ["kyc_country": "demo"],
            "exp": clock.now.milliseconds / 1000 + 300,
        ]
    }

    private func encode(_ value: [String: any Sendable]) throws -> String {
        base64URL(try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys]))
    }

    private func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(
            of: "/",
            with: "_"
        )
        .replacingOccurrences(of: "=", with: "")
    }

    private func hs256(_ claims: [String: any Sendable], secret: [UInt8] = secret) throws -> String {
        let signed = try encode(["alg": "HS256", "typ": "JWT"]) + "." + encode(claims)
        let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: secret))
        return signed + "." + base64URL(Data(code))
    }

    private func edDSA(_ claims: [String: any Sendable]) throws -> String {
        let signed = try encode(["alg": "EdDSA", "typ": "JWT"]) + "." + encode(claims)
        return signed + "." + base64URL(try edKey.signature(for: Data(signed.utf8)))
    }

    @Test func bothAlgorithmsAreAcceptedWithEverythingInside() async throws {
        for token in [try hs256(claims), try edDSA(claims)] {
            let identity = try await verifier().verify(token)
            #expect(identity.uid == "20260001")
            #expect(identity.jti == "t-1")
            #expect(identity.profile.name == "Liu Wei")
            #expect(identity.profile.locale == .simplifiedChinese)
            #expect(identity.profile.tier == "vip1")
            #expect(identity.profile.identityLevel == "L2")
            #expect(identity.profile.attributes == ["kyc_country": "demo"])
        }
    }

    @Test(arguments: ["sub", "exp", "aud", "jti"])
    func aMissingClaimIsRefused(_ name: String) async throws {
        var incomplete = claims
        incomplete[name] = nil
        let token = try hs256(incomplete)
        await #expect(throws: CustomerError.identityTokenRefused(.claims)) {
            try await verifier().verify(token)
        }
    }

    @Test func whatIsExpiredForgedOrForSomebodyElseIsRefused() async throws {
        func refused(_ token: String, _ reason: CustomerError.Refusal) async throws {
            let verifier = try await verifier()
            await #expect(throws: CustomerError.identityTokenRefused(reason)) {
                try await verifier.verify(token)
            }
        }
        var changed = claims
        changed["exp"] = clock.now.milliseconds / 1000 - 1
        try await refused(try hs256(changed), .expired)
        changed = claims
        changed["exp"] = clock.now.milliseconds / 1000 + 90_000
        try await refused(try hs256(changed), .claims)
        for start in [Double(clock.now.milliseconds) / 1000 + 90, 1e300, -1e300] {
            changed = claims
            changed["nbf"] = start
            try await refused(try hs256(changed), .claims)
        }
        changed = claims
        changed["aud"] = "another"
        try await refused(try hs256(changed), .audience)
        try await refused(
            try hs256(claims, secret: Array("another secret of more than 32 bytes.".utf8)),
            .signature
        )
        let parts = try hs256(claims).split(separator: ".")
        changed = claims
        changed["sub"] = "20269999"
        try await refused("\(parts[0]).\(try encode(changed)).\(parts[2])", .signature)
        try await refused("\(try encode(["alg": "none"])).\(parts[1]).", .algorithm)
        for text in ["", "a.b", "a.b.c", String(repeating: "a", count: 9000), "\(parts[0]).\(parts[1])"] {
            try await refused(text, .malformed)
        }
    }

    /// The old trick: signing with the public key as if it were a shared secret.
    @Test func thePublicKeyIsNoSharedSecret() async throws {
        let token = try hs256(claims, secret: Array(edKey.publicKey.rawRepresentation))
        await #expect(throws: CustomerError.identityTokenRefused(.signature)) {
            try await verifier().verify(token)
        }
        await #expect(throws: CustomerError.identityTokenRefused(.algorithm)) {
            try await verifier(hs256: false).verify(token)
        }
    }

    @Test func aShortSecretIsAMistakeOfTheInstallation() async {
        var configuration = IdentityTokenVerifier.Configuration()
        configuration.sharedSecret = Redacted(Array("short".utf8))
        await #expect(throws: CustomerError.weakIdentitySecret) {
            _ = try await IdentityTokenVerifier(configuration, clock: FixedClock())
        }
    }
}
