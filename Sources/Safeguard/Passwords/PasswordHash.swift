import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: scrypt (RFC 7914) with its parameters beside it, so that they can be raised later.
///
/// The stored form is `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, both in base 64.
package struct PasswordHash: Sendable, Hashable {
    /// Characters of what is hashed at all, as Unicode scalars; ``PasswordRules`` asks more of a new password.
    package static let length = 8...256

    private static let logRounds = 15
    private static let blockSize = 8
    private static let parallelism = 1

    private let logRounds: Int
    private let blockSize: Int
    private let parallelism: Int
    private let salt: [UInt8]
    private let key: [UInt8]

    /// Hashes a new password; takes about a tenth of a second, so call it away from event loops.
    ///
    /// - Throws: ``PasswordError``.
    package init(hashing password: String) throws {
        guard password.unicodeScalars.count >= Self.length.lowerBound else {
            throw PasswordError.tooShort(least: Self.length.lowerBound)
        }
        guard password.unicodeScalars.count <= Self.length.upperBound else {
            throw PasswordError.tooLong(most: Self.length.upperBound)
        }
        var generator = SystemRandomNumberGenerator()
        self.logRounds = Self.logRounds
        self.blockSize = Self.blockSize
        self.parallelism = Self.parallelism
        self.salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.key = try Self.derive(password, salt, Self.logRounds, Self.blockSize, Self.parallelism)
    }

    /// Reads a stored hash; nil when it is not one of ours.
    package init?(stored: String) {
        let parts = stored.split(separator: "$").map(String.init)
        guard parts.count == 4, parts[0] == "scrypt", let salt = Data(base64Encoded: parts[2]),
            let key = Data(base64Encoded: parts[3]), key.count == 32
        else { return nil }
        var parameters: [String: Int] = [:]
        for pair in parts[1].split(separator: ",") {
            let sides = pair.split(separator: "=")
            if sides.count == 2 { parameters[String(sides[0])] = Int(sides[1]) }
        }
        guard let logRounds = parameters["ln"], (10...20).contains(logRounds),
            let blockSize = parameters["r"],
            (1...32).contains(blockSize), let parallelism = parameters["p"], (1...16).contains(parallelism)
        else { return nil }
        self.init(
            logRounds: logRounds,
            blockSize: blockSize,
            parallelism: parallelism,
            salt: Array(salt),
            key: Array(key)
        )
    }

    private init(logRounds: Int, blockSize: Int, parallelism: Int, salt: [UInt8], key: [UInt8]) {
        self.logRounds = logRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
        self.key = key
    }

    /// A hash that no password has: checking against it takes as long as against a real one, so that the time does not
    /// tell whether an account exists.
    package static let unmatchable = PasswordHash(
        logRounds: logRounds,
        blockSize: blockSize,
        parallelism: parallelism,
        salt: [UInt8](repeating: 0, count: 16),
        key: []
    )

    /// The text to store.
    package var stored: String {
        let parameters = "ln=\(logRounds),r=\(blockSize),p=\(parallelism)"
        return "$scrypt$\(parameters)$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    /// Whether the parameters are weaker than today's.
    package var needsRehash: Bool {
        logRounds < Self.logRounds || blockSize < Self.blockSize || parallelism < Self.parallelism
    }

    /// Whether it is this password; as slow as hashing.
    package func verify(_ password: String) -> Bool {
        guard password.unicodeScalars.count <= Self.length.upperBound,
            // scrypt fails only for parameters that `init` does not let through.
            let derived = try? Self.derive(password, salt, logRounds, blockSize, parallelism)
        else { return false }
        return constantTimeEquals(derived, key)
    }

    private static func derive(
        _ password: String,
        _ salt: [UInt8],
        _ logRounds: Int,
        _ blockSize: Int,
        _ parallelism: Int
    )
        throws -> [UInt8]
    {
        // The same password typed on another keyboard may come in another normal form (RFC 8265).
        let normal = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: normal,
            salt: salt,
            outputByteCount: 32,
            rounds: 1 << logRounds,
            blockSize: blockSize,
            parallelism: parallelism
        )
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }
}

/// Whether two byte strings are equal, in a time that depends on their lengths alone.
package func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
