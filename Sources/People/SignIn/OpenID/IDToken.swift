import Base

/// Why an ID token is not accepted, as a stable word.
package enum IDTokenFlaw: String, Error, Sendable, Hashable, CaseIterable {
    case malformed
    /// Neither RS256 nor ES256.
    case algorithm
    /// The provider publishes no key that it may be signed with.
    case key
    case signature
    case issuer
    case audience
    /// `azp` names another client.
    case party
    case expired
    /// Made in the future, or not good yet.
    case early
    /// Of another attempt.
    case nonce
    case subject
}

/// What a provider says of somebody.
struct OpenIDClaims: Sendable, Hashable {
    var values: [String: JSONValue]

    func text(_ name: String) -> String? { values[name]?.text }

    var subject: String? { text("sub") }

    /// `email` in the form in which it is stored; nil where it is missing.
    var email: String? { text("email").map(Agents.address) }

    /// Some providers write a text where the standard has a Boolean.
    var isEmailVerified: Bool { [.flag(true), .text("true")].contains(values["email_verified"]) }

    /// How its owner proved who they are to the provider.
    var methods: Set<String> {
        Set((values["amr"]?.texts ?? []) + (text("acr").map { [$0] } ?? []))
    }

    /// With what the provider tells beside the token of who they are; what was signed stands, and that an address is
    /// verified counts for the address that it was said of.
    func completed(by further: OpenIDClaims, roleClaim: String) -> OpenIDClaims {
        var names = values["name"] == nil ? ["name"] : []
        if values["email"] == nil { names += ["email", "email_verified"] }
        if texts(at: roleClaim) == nil {
            let isWhole = further.values[roleClaim] != nil
            names.append(isWhole ? roleClaim : String(roleClaim.prefix { $0 != "." }))
        }
        var claims = self
        for name in names { claims.values[name] = further.values[name] }
        return claims
    }

    /// The texts of a claim, by its whole name or by a path of names with dots between; nil where there is none.
    func texts(at path: String) -> [String]? {
        if let value = values[path] { return value.texts }
        var found = JSONValue.object(values)
        for name in path.split(separator: ".") {
            guard case .object(let members) = found, let next = members[String(name)] else { return nil }
            found = next
        }
        return found.texts
    }
}

/// The claims of an ID token whose signature was right, checked by OpenID Connect Core 1.0, section 3.1.3.7.
struct IDTokenRules: Sendable {
    /// How far the provider's clock may be from ours.
    static let leeway = Duration.seconds(60)
    /// A token that was made longer ago is of no use to somebody who signs in now.
    static let longestAge = Duration.seconds(900)

    let issuer: String
    let clientID: String
    let nonce: String

    func check(_ claims: OpenIDClaims, at now: Instant) throws(IDTokenFlaw) {
        guard claims.text("iss") == issuer else { throw .issuer }
        let audience = claims.values["aud"]?.texts ?? []
        guard audience.contains(clientID) else { throw .audience }
        let party = claims.values["azp"]
        // For several audiences somebody must say whom it was made for.
        guard party == nil ? audience.count == 1 : party?.text == clientID else { throw .party }
        guard let expiry = try time("exp", claims), let made = try time("iat", claims) else {
            throw .malformed
        }
        guard expiry > now - Self.leeway, made > now - Self.longestAge else { throw .expired }
        guard made <= now + Self.leeway else { throw .early }
        if let start = try time("nbf", claims), start > now + Self.leeway { throw .early }
        guard claims.text("nonce") == nonce else { throw .nonce }
        guard let subject = claims.subject, (1...255).contains(subject.utf8.count) else { throw .subject }
    }

    /// Seconds since 1970; nil where there is no such claim.
    private func time(_ name: String, _ claims: OpenIDClaims) throws(IDTokenFlaw) -> Instant? {
        switch claims.values[name] {
        case nil: nil
        case .number(let seconds) where seconds > 0 && seconds < 1e11:
            Instant(milliseconds: Int64(seconds * 1000))
        default: throw .malformed
        }
    }
}
