package import Base
import Crypto
import Foundation
import Safeguard
import Web

/// What a program works out before it gets something that costs nothing else: a nonce with which the SHA-256 of
/// `<text>:<nonce>` begins with so many zero bits (hashcash, http://www.hashcash.org/papers/hashcash.pdf).
///
/// Its text is sealed under the installation's key, so that nothing is kept until it is solved.
package struct Puzzle: Sendable, Hashable {
    /// What a solved one buys.
    package enum Purpose: String, Sendable, Hashable, CaseIterable, Codable {
        /// To be a new guest.
        case guest
        /// To report a fake with a picture, without a session.
        case report
    }

    /// How long it may be thought about.
    package static let lifetime = Duration.seconds(120)
    /// The longest nonce, in bytes.
    static let longestNonce = 20
    /// 48 bytes in base 64: what is hashed before the nonce is one block of SHA-256, so that each try is another one.
    private static let textLength = 64
    private static let padding = 10

    package let text: String
    /// How many zero bits; one more takes twice as long.
    package let bits: Int
    package let endsAt: Instant

    /// A new one.
    ///
    /// - Parameters:
    ///   - bits: How hard, 0...64.
    ///   - purpose: What it is for.
    ///   - address: Whom it is given to; neighbours may solve it, nobody else.
    ///   - key: The installation's.
    ///   - now: The time.
    /// - Throws: ``EncryptionError`` when nothing can be sealed.
    init(
        bits: Int,
        for purpose: Purpose,
        from address: String,
        under key: DataKey,
        at now: Instant
    ) throws(EncryptionError) {
        self.bits = bits
        self.endsAt = now + Self.lifetime
        let end = (0..<8).map { [endsAt] in UInt8(truncatingIfNeeded: endsAt.milliseconds >> (56 - 8 * $0)) }
        let plain = [UInt8(bits)] + end + [UInt8](repeating: 0, count: Self.padding)
        let sealed = try key.seal(plain, as: Self.field(purpose, address))
        self.text = Data(sealed).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    /// One that comes back; nil for what was not made here, for this, and for somebody near there.
    init?(text: String, for purpose: Purpose, from address: String, under key: DataKey) {
        guard text.utf8.count == Self.textLength,
            let sealed = Self.sealed(text),
            // Whoever tries one of their own learns only that it is none.
            let plain = try? key.open(sealed, as: Self.field(purpose, address)),
            plain.count == 9 + Self.padding
        else { return nil }
        self.text = text
        self.bits = Int(plain[0])
        self.endsAt = Instant(milliseconds: plain[1...8].reduce(0) { $0 << 8 | Int64($1) })
    }

    /// What it is known by once it has bought something: the same for every way to write it.
    var digest: [UInt8] { Array(SHA256.hash(data: Data(Self.sealed(text) ?? []))) }

    /// Whether a nonce solves it.
    func isSolved(by nonce: String) -> Bool {
        guard (1...Self.longestNonce).contains(nonce.utf8.count) else { return false }
        return Self.leadingZeroBits(SHA256.hash(data: Data("\(text):\(nonce)".utf8))) >= bits
    }

    /// Tries nonces from 0 on until one solves it: what programs of ours do that are asked.
    ///
    /// - Complexity: 2^`bits` hashes of SHA-256 on average, some 300 ns each.
    package static func solution(_ text: String, bits: Int) -> String {
        var nonce = 0
        while leadingZeroBits(SHA256.hash(data: Data("\(text):\(nonce)".utf8))) < bits { nonce += 1 }
        return String(nonce)
    }

    private static func leadingZeroBits(_ digest: some Sequence<UInt8>) -> Int {
        var count = 0
        for byte in digest {
            count += byte.leadingZeroBitCount
            if byte != 0 { break }
        }
        return count
    }

    private static func sealed(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/")).map(Array.init)
    }

    private static func field(_ purpose: Purpose, _ address: String) -> FieldName {
        FieldName(
            "puzzle",
            row: Array("\(purpose.rawValue):".utf8)
                + (AddressRange.neighbourhood(of: address) ?? Array(address.utf8))
        )
    }
}

/// A puzzle with what somebody found.
package struct Proof: Sendable, Hashable, Decodable {
    let challenge: String
    let nonce: String

    package init(challenge: String, nonce: String) {
        self.challenge = challenge
        self.nonce = nonce
    }

    /// Reads `<challenge>:<nonce>`, as it stands in a header.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(challenge: String(parts[0]), nonce: String(parts[1]))
    }
}
