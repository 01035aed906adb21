import Base
import Foundation
import JWTKit

/// The keys that a provider publishes to check its tokens with (JSON Web Key Set, RFC 7517): those for RS256 and ES256.
struct OpenIDKeys: Sendable {
    private enum Material: Sendable {
        case rsa(Insecure.RSA.PublicKey)
        case p256(ES256PublicKey)

        /// The one algorithm that it is used for here: neither the token nor the set picks another.
        var algorithm: String {
            switch self {
            case .rsa: "RS256"
            case .p256: "ES256"
            }
        }

        func collection() async -> JWTKeyCollection {
            switch self {
            case .rsa(let key): await JWTKeyCollection().add(rsa: key, digestAlgorithm: .sha256)
            case .p256(let key): await JWTKeyCollection().add(ecdsa: key)
            }
        }
    }

    private struct Key: Sendable {
        let id: String?
        let material: Material
    }

    private struct KeySet: Decodable {
        let keys: [Member]
    }

    private struct Member: Decodable {
        let kty: String?
        let use: String?
        let alg: String?
        let kid: String?
        let crv: String?
        let n: String?
        let e: String?
        let x: String?
        let y: String?
    }

    /// More keys are not looked at.
    private static let most = 50
    /// The longest token, in bytes.
    static let longestToken = 16 * 1024

    private let keys: [Key]

    /// - Parameter document: The set; keys of other kinds and for other uses are passed over.
    /// - Throws: What is wrong with it as a whole.
    init(_ document: Data) throws {
        let members = try JSONDecoder().decode(KeySet.self, from: document).keys
        keys = members.prefix(Self.most).compactMap { member in
            guard member.use == nil || member.use == "sig", let material = Self.material(of: member),
                member.alg == nil || member.alg == material.algorithm
            else { return nil }
            return Key(id: member.kid, material: material)
        }
    }

    private static func material(of member: Member) -> Material? {
        switch (member.kty, member.crv) {
        case ("RSA", _):
            guard let n = member.n, let e = member.e else { return nil }
            // A key that cannot be read, or is shorter than 2048 bits, is none.
            return (try? Insecure.RSA.PublicKey(modulus: n, exponent: e)).map { .rsa($0) }
        case ("EC", "P-256"):
            guard let x = member.x, let y = member.y else { return nil }
            return (try? ES256PublicKey(parameters: (x, y))).map { .p256($0) }  // As above.
        default: return nil
        }
    }

    /// The claims of a token, once its signature was right.
    ///
    /// - `token`: The compact form.
    ///
    /// Throws: ``IDTokenFlaw``; `key` when there is none of that name, so that newer ones can be asked for.
    func claims(of token: String) async throws(IDTokenFlaw) -> OpenIDClaims {
        guard token.utf8.count <= Self.longestToken else { throw .malformed }
        let bytes = Array(token.utf8)
        // Nothing of this unverified reading is used but the names of algorithm and key.
        guard let header = try? DefaultJWTParser().parse(bytes, as: Unread.self).header, header.crit == nil
        else { throw .malformed }
        guard let algorithm = header.alg, ["RS256", "ES256"].contains(algorithm) else { throw .algorithm }
        let fitting = keys.filter { key in
            key.material.algorithm == algorithm && (header.kid == nil || key.id == header.kid)
        }
        guard !fitting.isEmpty else { throw .key }
        // One that it does not fit says so by an error; the next may.
        for key in fitting where (try? await key.material.collection().verify(bytes, as: Unread.self)) != nil
        {
            return try Self.payload(of: token)
        }
        throw .signature
    }

    private static func payload(of token: String) throws(IDTokenFlaw) -> OpenIDClaims {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = [UInt8](base64URL: String(parts[1])),
            // What is no object of claims is malformed, however.
            let values = try? JSONDecoder().decode([String: JSONValue].self, from: Data(payload))
        else { throw .malformed }
        return OpenIDClaims(values: values)
    }
}

/// A payload of which nothing is read: the signature is checked before the claims are.
private struct Unread: JWTPayload {
    func verify(using algorithm: some JWTAlgorithm) {}
}
