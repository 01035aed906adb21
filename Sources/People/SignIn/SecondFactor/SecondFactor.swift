package import Base
import Safeguard
import Storage

/// How an agent's second factor stands.
package struct SecondFactorStatus: Sendable, Hashable {
    /// Since when there is one; nil when there is none.
    package let enrolledAt: Instant?
    /// Recovery codes that were not used yet.
    package let recoveryCodesLeft: Int
    /// Whether the role must have one.
    package let isRequired: Bool
    /// Whether passkeys are one as well.
    package let hasPasskeys: Bool

    package var isOn: Bool { enrolledAt != nil }
}

/// What an app is told when a second factor is set up; shown once.
package struct Enrolment: Sendable {
    /// For typing, in base 32.
    package let key: Redacted<String>
    /// The same for apps: an `otpauth` address.
    package let address: Redacted<String>
    /// The address as a QR code, in SVG.
    package let drawing: Redacted<String>
}

/// The row of an agent's second factor, opened.
struct SecondFactor {
    /// Wrong codes until no more are taken for a while.
    static let patience = 5
    /// For how long none is taken then.
    static let pause = Duration.seconds(900)
    /// A new one must be confirmed within this time.
    static let pendingLife = Duration.seconds(1800)

    let secret: AuthenticatorSecret?
    let enrolledAt: Instant?
    let pending: AuthenticatorSecret?
    let pendingAt: Instant?
    let lastStep: Int
    let lockedUntil: Instant

    /// What waits to be confirmed and does not wait too long.
    func pending(at now: Instant) -> AuthenticatorSecret? {
        guard let pendingAt, now - pendingAt < Self.pendingLife else { return nil }
        return pending
    }
}

/// What came of a code.
enum CodeCheck: Equatable {
    case accepted(SignInMethod)
    case wrong
    case used
    /// No code is taken for so long.
    case locked(Duration)

    /// What whoever typed it is told; nil when it was right.
    var error: SignInError? {
        switch self {
        case .accepted: nil
        case .wrong: .codeWrong
        case .used: .codeUsed
        case .locked(let wait): .codeLocked(wait)
        }
    }

    /// How the history calls it.
    var outcome: SignInRecord.Outcome {
        switch self {
        case .accepted: .succeeded
        case .wrong: .codeWrong
        case .used: .codeUsed
        case .locked: .codeLocked
        }
    }
}
