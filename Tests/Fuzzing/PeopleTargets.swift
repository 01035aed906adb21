@testable import Base
import Crypto
import Foundation
@testable import People

let peopleTargets = [scim, passkeys, openID, identityTokens]

private let now = Instant(milliseconds: 1_767_225_600_000)

private struct FixedTime: WallClock {
    let now: Instant
}

// MARK: Provisioning

/// A filter on the first line, a document on the others: a user or operations on one.
private let scim = FuzzTarget(
    "scim",
    bytes: { bytes in
        let end = bytes.firstIndex(of: 10) ?? bytes.count
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        // What is no filter is refused.
        if case .userName(let name)? = try? ScimFilter(text) {
            require(isSame(name, name.lowercased()), "a name that is compared in another case")
        }
        _ = ScimSelection(text, excluding: text).applied(to: ["id": .text(text), "active": .flag(true)])
        guard let members = ScimDocument.value(of: Array(bytes[min(end + 1, bytes.count)...]))?.members else {
            return
        }
        let document = ScimMembers(members)
        // A document that is no user may still hold operations.
        if let draft = try? ScimDraft(document, replacing: nil) { check(draft) }
        let patch = try ScimPatch(document)
        var draft = try ScimDraft(ScimMembers(["userName": .text("lin@demo.example")]), replacing: nil)
        try patch.apply(to: &draft)
        check(draft)
    }
)

private func check(_ draft: ScimDraft) {
    require((1...254).contains(draft.userName.utf8.count), "a user without a name")
    require(!draft.userName.contains(where: \.isNewline), "a user's name of two lines")
    require((1...80).contains(draft.name.trimmed.count), "a name of \(draft.name.count)")
    require(draft.email.contains("@") && draft.email.utf8.count <= 254, "no address: \(draft.email)")
    require(isSame(draft.email, Agents.address(draft.email)), "an address that is not stored like others")
}

// MARK: Passkeys

/// What an authenticator says: its data without what stands at its beginning, and what the browser signs along.
private let passkeys = FuzzTarget(
    "passkeys",
    bytes: { bytes in
        let site = "desk.demo.example"
        let head = Array(SHA256.hash(data: Data(site.utf8))) + [0x45, 0, 0, 0, 1]
        if let made = PasskeyCheck.made(head + bytes, for: site) {
            require(PasskeyCheck.algorithms.contains(made.algorithm), "a key of another kind")
            require((1...1023).contains(made.credentialID.count), "an id of \(made.credentialID.count) bytes")
            require(!made.publicKey.isEmpty && made.signCount == 1, "no key, or another count")
            require(PasskeyCheck.made(head + bytes, for: "evil.example") == nil, "a key for another site")
        }
        let signature = Array(bytes.prefix(72))
        let count = PasskeyCheck.signCount(
            of: head + bytes,
            signature: signature,
            clientData: bytes,
            by: passkey
        )
        require(count == nil, "a signature that nobody made")
        let plain = PasskeyCheck.signCount(of: head, signature: bytes, clientData: bytes, by: passkey)
        require(plain == nil, "a signature that nobody made")
        let encoded = bytes.base64URL
        require([UInt8](base64URL: encoded) == bytes, "base 64 is read otherwise again")
        let origin = "https://\(site)"
        guard let told = PasskeyClientData(bytes, for: .prove, at: origin) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        require(text.contains("webauthn.get") || text.contains("\\"), "told for something else")
        require(PasskeyClientData(bytes, for: .make, at: origin) == nil, "told for two things")
        require(PasskeyClientData(bytes, for: .prove, at: "https://evil.example") == nil, "told on two pages")
        _ = told.challenge
    }
)

/// Of a key that signs nothing.
private let passkey = Passkey(
    credentialID: [1],
    agent: ID(at: now),
    name: "key",
    relyingParty: "desk.demo.example",
    algorithm: PasskeyCheck.algorithms[0],
    publicKey: Array(P256.Signing.PrivateKey().publicKey.rawRepresentation),
    signCount: 0,
    createdAt: now,
    usedAt: nil
)

// MARK: What others sign

/// What a provider of OpenID Connect answers: a token on the first line; keys, or claims, on the others.
private let openID = FuzzTarget(
    "openid",
    bytes: { bytes in
        let end = bytes.firstIndex(of: 10) ?? bytes.count
        let token = String(decoding: bytes[..<end], as: UTF8.self)
        let document = Data(bytes[min(end + 1, bytes.count)...])
        // What is no set of keys may be claims.
        if let keys = try? OpenIDKeys(document) {
            let claims = waiting { try await keys.claims(of: token) }
            if case .success = claims { fail("a token that nobody signed") }
        }
        let claims = OpenIDClaims(values: try JSONDecoder().decode([String: JSONValue].self, from: document))
        _ = claims.completed(by: claims, roleClaim: token).texts(at: token)
        _ = (claims.email, claims.methods, claims.isEmailVerified)
        try IDTokenRules(issuer: "https://id.example", clientID: "desk", nonce: "n").check(claims, at: now)
        require(claims.text("iss") == "https://id.example" && claims.text("nonce") == "n", "of somebody else")
        require(claims.values["aud"]?.texts.contains("desk") ?? false, "for somebody else")
        guard case .number(let expiry)? = claims.values["exp"] else { fail("a token that never ends") }
        require(expiry > Double(now.milliseconds) / 1000 - 61, "a token that has ended")
    }
)

private let secret = Array("01234567890123456789012345678901".utf8)

private let verifier: IdentityTokenVerifier? = {
    let made = waiting {
        var configuration = IdentityTokenVerifier.Configuration()
        configuration.sharedSecret = Redacted(secret)
        return try await IdentityTokenVerifier(configuration, clock: FixedTime(now: now))
    }
    // Without it every input fails, which is seen at once.
    return try? made.get()
}()

/// The claims that an exchange signs, and tokens that it did not sign.
private let identityTokens = FuzzTarget(
    "identity_tokens",
    bytes: { bytes in
        guard let verifier else { fail("there is no verifier") }
        let forged = String(decoding: bytes, as: UTF8.self)
        if case .success = waiting(for: { try await verifier.verify(forged) }) {
            fail("a token that nobody signed")
        }
        let body = Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8).base64URL + "." + bytes.base64URL
        let code = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: SymmetricKey(data: secret))
        let token = "\(body).\(Array(code).base64URL)"
        let identity = try waiting { try await verifier.verify(token) }.get()
        require(
            (1...128).contains(identity.uid.count) && (1...128).contains(identity.jti.count),
            "an empty id"
        )
        require(
            identity.expiresAt > now && identity.expiresAt < now + .seconds(86_461),
            "for longer than a day"
        )
        require((identity.profile.name?.count ?? 0) <= 120, "a name too long")
        require((identity.profile.email?.count ?? 0) <= 254, "an address too long")
    }
)
