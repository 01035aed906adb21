import Base
import Crypto
import People
import Safeguard

/// Six digits that are sent to somebody, and how they are kept: as a hash under a key of their own, which tells nothing
/// to whoever has the hash alone.
struct StepUpCode: Sendable {
    /// How many digits a code has, ours and those of authenticator apps.
    static let digits = 6

    /// Of one step-up, 32 random bytes.
    let key: Redacted<[UInt8]>

    /// A new code: every one of the million is as likely as the next.
    static func random(using generator: inout some RandomNumberGenerator) -> Redacted<String> {
        let number = Int.random(in: 0..<1_000_000, using: &generator)
        let text = String(number)
        return Redacted(String(repeating: "0", count: digits - text.count) + text)
    }

    /// A code as somebody typed it: spaces and hyphens between the digits, and digits of Chinese keyboards, are forgiven.
    ///
    /// - Throws: ``StepUpError/noCode``: it cannot be right, so that it counts for nothing.
    static func read(_ typed: Redacted<String>) throws(StepUpError) -> Redacted<String> {
        let digits = typed.exposed.prefix(32).unicodeScalars.compactMap { scalar -> Character? in
            switch scalar.value {
            case 0x30...0x39: Character(scalar)
            // Full width, as input methods write them.
            case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFF10 + 0x30).map(Character.init)
            case 0x20, 0x2D, 0xA0, 0x3000: nil
            default: "x"
            }
        }
        guard digits.count == Self.digits, !digits.contains("x"), typed.exposed.count <= 32 else {
            throw .noCode
        }
        return Redacted(String(digits))
    }

    func hash(_ code: Redacted<String>) -> [UInt8] {
        hash("code:\(code.exposed)")
    }

    /// Whether a code is the one of a hash, in a time that does not tell.
    func isRight(_ code: Redacted<String>, _ hash: [UInt8]) -> Bool {
        constantTimeEquals(self.hash(code), hash)
    }

    /// Who somebody is, as far as a step-up holds for them: the account, how the exchange calls and reaches its owner, and
    /// how well it has verified them.
    func identity(of customer: Customer) -> StepUpIdentity {
        // Lengths between them, so that no two customers are one text.
        let parts = customer.particulars.exposed.map { part in part.map { "\($0.utf8.count):\($0)" } ?? "-" }
        return StepUpIdentity(hash: hash("who:" + parts.joined()), level: customer.profile.identityLevel)
    }

    private func hash(_ text: String) -> [UInt8] {
        let key = SymmetricKey(data: key.exposed)
        return Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
