package import Base
import Foundation
import Safeguard
import Synchronization
package import Web

/// Speaks with OpenID providers: their description, their keys, and the exchange of a code for what it stands for.
///
/// Every address of it was set by an admin or told by the provider: all go through the ``OutgoingGuard``.
package final class OpenIDClient: Sendable {
    /// What a provider says about itself (OpenID Connect Discovery 1.0, section 3).
    struct Description: Sendable, Decodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let jwksUri: String
        let userinfoEndpoint: String?
        let tokenEndpointAuthMethodsSupported: [String]?
    }

    /// What a code stood for.
    struct Grant: Sendable {
        let idToken: String
        let accessToken: Redacted<String>?
    }

    private struct Kept<Value: Sendable>: Sendable {
        let value: Value
        let until: Instant
    }

    /// For how long a description and keys are kept, whatever the provider says.
    private static let shortest = Duration.seconds(60)
    private static let longest = Duration.seconds(3600)
    private static let usual = Duration.seconds(600)

    private let outgoing: OutgoingGuard
    private let clock: any WallClock
    private let descriptions = Mutex<[String: Kept<Description>]>([:])
    private let keys = Mutex<[String: Kept<OpenIDKeys>]>([:])
    /// Keys are asked for anew where a token names one that is not known: anybody can write such a token.
    private let renewals: RateLimiter

    package init(_ outgoing: OutgoingGuard, clock: any WallClock) {
        self.outgoing = outgoing
        self.clock = clock
        self.renewals = RateLimiter(TokenBucket.Rate(10, per: .seconds(60)), clock: clock)
    }

    // MARK: Who the provider is

    /// A provider's description, kept for a while.
    ///
    /// - `isFresh`: Whether it is asked for anew in any case.
    ///
    /// Throws: ``OpenIDError``, `OutgoingError` where an address is not to be asked.
    func description(of issuer: String, isFresh: Bool = false) async throws -> Description {
        let now = clock.now
        if !isFresh, let kept = descriptions.withLock({ $0[issuer] }), kept.until > now { return kept.value }
        let address =
            (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
        let answer = try await outgoing.send(OutgoingRequest(address))
        guard answer.status == 200 else {
            throw OpenIDError.descriptionInvalid("\(address) answers \(answer.status)")
        }
        let found = try Self.description(answer.body, of: issuer)
        for address in [found.authorizationEndpoint, found.tokenEndpoint, found.jwksUri]
            + [found.userinfoEndpoint].compactMap(\.self)
        {
            try outgoing.check(address)
        }
        keep(found, as: issuer, for: answer, in: descriptions)
        return found
    }

    /// What a provider says about itself; its addresses are looked at when it is asked for.
    static func description(_ body: [UInt8], of issuer: String) throws(OpenIDError) -> Description {
        // What is no JSON with these members is no description, for whatever reason.
        guard let found = try? WireJSON.decode(Description.self, from: Data(body)) else {
            throw .descriptionInvalid("members are missing")
        }
        // By bytes: two that look alike are two.
        guard found.issuer.utf8.elementsEqual(issuer.utf8) else {
            let said = found.issuer.prefix(200).filter { $0.isASCII && !$0.isNewline }
            throw .descriptionInvalid("it calls itself \(said)")
        }
        return found
    }

    private func keep<Value: Sendable>(
        _ value: Value,
        as key: String,
        for answer: OutgoingAnswer,
        in place: borrowing Mutex<[String: Kept<Value>]>
    ) {
        let life = min(max(answer.maxAge ?? Self.usual, Self.shortest), Self.longest)
        let until = clock.now + life
        place.withLock { kept in
            // There is one provider at a time; those of before are of no use.
            if kept.count > 4 { kept.removeAll() }
            kept[key] = Kept(value: value, until: until)
        }
    }

    // MARK: What it signs

    /// The claims of an ID token whose signature is right.
    ///
    /// Throws: ``OpenIDError``.
    func claims(of token: String, by provider: Description) async throws -> OpenIDClaims {
        do {
            return try await keys(of: provider, isFresh: false).claims(of: token)
        } catch IDTokenFlaw.key {
            // Keys change without notice: OpenID Connect Core 1.0, section 10.1.1.
            try renewals.check(provider.jwksUri)
        } catch let flaw as IDTokenFlaw {
            throw OpenIDError.tokenRefused(flaw)
        }
        do {
            return try await keys(of: provider, isFresh: true).claims(of: token)
        } catch let flaw as IDTokenFlaw {
            throw OpenIDError.tokenRefused(flaw)
        }
    }

    private func keys(of provider: Description, isFresh: Bool) async throws -> OpenIDKeys {
        let now = clock.now
        if !isFresh, let kept = keys.withLock({ $0[provider.jwksUri] }), kept.until > now {
            return kept.value
        }
        let answer = try await send(OutgoingRequest(provider.jwksUri))
        // Neither what another status brings nor what is no set holds keys.
        guard answer.status == 200, let found = try? OpenIDKeys(Data(answer.body)) else {
            throw OpenIDError.unavailable
        }
        keep(found, as: provider.jwksUri, for: answer, in: keys)
        return found
    }

    // MARK: What a code stands for

    private struct TokenAnswer: Decodable {
        let idToken: String?
        let accessToken: String?
    }

    /// Exchanges a code (RFC 6749, section 4.1.3, with PKCE).
    ///
    /// Throws: ``OpenIDError/codeRefused``, ``OpenIDError/unavailable``.
    func exchange(
        _ code: String,
        verifier: String,
        redirect: String,
        as client: OpenIDProvider,
        at provider: Description
    ) async throws -> Grant {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ]
        var request = OutgoingRequest(provider.tokenEndpoint)
        request.method = .post
        request.headers = [
            ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
        ]
        let methods = provider.tokenEndpointAuthMethodsSupported ?? ["client_secret_basic"]
        if let secret = client.clientSecret,
            methods.contains("client_secret_basic") || !methods.contains("client_secret_post")
        {
            let pair = "\(Self.formEncoded(client.clientID)):\(Self.formEncoded(secret.exposed))"
            request.headers.append(("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
        } else {
            fields.append(("client_id", client.clientID))
            if let secret = client.clientSecret { fields.append(("client_secret", secret.exposed)) }
        }
        request.body = Array(Self.form(fields).utf8)
        let answer = try await send(request)
        guard answer.status == 200 else {
            throw answer.status >= 500 ? OpenIDError.unavailable : OpenIDError.codeRefused
        }
        guard let grant = Self.grant(answer.body) else { throw OpenIDError.codeRefused }
        return grant
    }

    /// What a token endpoint answers; what has no ID token in it is as good as none.
    static func grant(_ body: [UInt8]) -> Grant? {
        // Whatever else it is, it is no grant.
        let found = try? WireJSON.decode(TokenAnswer.self, from: Data(body))
        return found?.idToken.map { Grant(idToken: $0, accessToken: found?.accessToken.map { Redacted($0) }) }
    }

    /// What the provider says beyond the ID token; nothing where it does not, or of somebody else.
    ///
    /// Throws: ``OpenIDError/unavailable``.
    func furtherClaims(
        _ grant: Grant,
        of subject: String,
        at provider: Description
    ) async throws -> OpenIDClaims? {
        guard let address = provider.userinfoEndpoint, let token = grant.accessToken else { return nil }
        var request = OutgoingRequest(address)
        request.headers = [("Authorization", "Bearer \(token.exposed)"), ("Accept", "application/json")]
        let answer = try await send(request)
        return answer.status == 200 ? Self.claims(answer.body, of: subject) : nil
    }

    /// What the userinfo endpoint says of somebody; nil where it is of somebody else, or no JSON.
    static func claims(_ body: [UInt8], of subject: String) -> OpenIDClaims? {
        // A signed answer holds no claims that could be read.
        guard let values = try? JSONDecoder().decode([String: JSONValue].self, from: Data(body)) else {
            return nil
        }
        let claims = OpenIDClaims(values: values)
        // OpenID Connect Core 1.0, section 5.3.2: it might be about another person.
        return claims.subject.map { $0.utf8.elementsEqual(subject.utf8) } == true ? claims : nil
    }

    /// On the way of somebody who signs in it does not matter why an address does not answer.
    private func send(_ request: OutgoingRequest) async throws -> OutgoingAnswer {
        do {
            return try await outgoing.send(request)
        } catch is OutgoingError {
            throw OpenIDError.unavailable
        }
    }

    // MARK: Forms

    /// A body of `application/x-www-form-urlencoded`, or a query.
    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0)=\(formEncoded($1))" }.joined(separator: "&")
    }

    /// Letters, digits, hyphen, dot and underscore stay (RFC 6749, appendix B).
    static func formEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || [45, 46, 95].contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + [byte].hexadecimal.uppercased()
        }.joined()
    }
}
