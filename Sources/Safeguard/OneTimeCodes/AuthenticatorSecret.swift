package import Base
import Crypto
import Foundation

/// What an authenticator app and the server share: the key of time-based one-time codes (TOTP, RFC 6238) of six digits,
/// one for every thirty seconds, by HMAC-SHA-1, as every app reads them.
package struct AuthenticatorSecret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// RFC 4226, section 4, R6: as long as the hash.
    private static let length = 20
    /// Digits of a code.
    package static let digits = 6
    private static let period = 30
    /// How many steps a clock may be early or late: RFC 6238, section 5.2, advises one.
    private static let drift = 1

    /// The key as it is sealed and stored.
    package let bytes: [UInt8]

    /// A new one from the system's random source.
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.bytes = (0..<Self.length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How a code that somebody typed stands to the codes around a moment.
    package enum Match: Sendable, Hashable {
        /// It is the code of this time step, which was not used before.
        case step(Int)
        /// It is right and was used, or one after it was.
        case used
        case none
    }

    /// Compares a code with those of a moment and the steps around it, in a time that does not tell which it was.
    ///
    /// - Parameters:
    ///   - code: As it was typed; spaces are passed over.
    ///   - now: The moment.
    ///   - last: The last step whose code was used; 0 for none.
    /// - Returns: Which step it belongs to.
    package func match(_ code: String, at now: Instant, after last: Int) -> Match {
        let typed = Array(code.filter { !$0.isWhitespace }.utf8)
        let step = Self.step(at: now)
        var match = Match.none
        for candidate in (step - Self.drift)...(step + Self.drift) {
            let isEqual = constantTimeEquals(Array(self.code(of: candidate).utf8), typed)
            if isEqual { match = candidate > last ? .step(candidate) : .used }
        }
        return match
    }

    /// The number of a moment's time step (RFC 6238, section 4.2).
    package static func step(at now: Instant) -> Int {
        Int(now.milliseconds / Int64(period * 1000))
    }

    /// The code of a time step (RFC 4226, section 5.3).
    package func code(of step: Int) -> String {
        let counter = bigEndianBytes(of: UInt64(max(0, step)))
        let hash = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes))
        )
        let offset = Int(hash[hash.count - 1] & 0x0F)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: Self.digits - digits.count) + digits
    }

    private func bigEndianBytes(of number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }

    /// The key for typing, in base 32 (RFC 4648, section 6) without its padding.
    package var text: Redacted<String> {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var buffer = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[buffer >> bits & 31])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[buffer << (5 - bits) & 31]) }
        return Redacted(text)
    }

    /// The key as apps read it from a QR code (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
    ///
    /// - Parameters:
    ///   - account: Whose, such as an e-mail address.
    ///   - issuer: Where it is good for, such as the company's name.
    /// - Returns: An `otpauth` address.
    package func address(of account: String, issuer: String) -> Redacted<String> {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~@")
        func part(_ text: String) -> String {
            // A colon separates the issuer from the account.
            let plain = text.replacing(":", with: " ")
            return plain.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        }
        let label = "\(part(issuer)):\(part(account))"
        let parameters = "secret=\(text.exposed)&issuer=\(part(issuer))&algorithm=SHA1&digits=\(Self.digits)"
        return Redacted("otpauth://totp/\(label)?\(parameters)&period=\(Self.period)")
    }

    package var description: String { "‹authenticator secret›" }

    // `dump` would show the key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
