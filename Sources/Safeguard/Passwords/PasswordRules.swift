import Foundation

/// What a new password must be: the rules of NIST SP 800-63B, section 3.1.1.2.
///
/// Long enough, anything that can be typed, no demands on what kinds of characters it has, no expiry; and not one that
/// is tried first: none of the common ones, of what a stranger knows about its owner, of repetitions and sequences.
package struct PasswordRules: Sendable {
    /// Characters, as Unicode scalars of the form that is hashed.
    package static let length = 12...256
    /// What nobody must be able to guess within, as a power of two: more than a hundred million guesses, a
    /// hundred times what the limits on sign-ins let through in a year.
    private static let leastBits = 27.0

    private let expected: [String]

    /// - Parameter expected: What everybody here might choose, such as the company's name.
    package init(expected: [String] = []) {
        self.expected = expected + ["switchboard"]
    }

    /// Checks a new password; takes some hundredths of a second, so call it away from event loops.
    ///
    /// - Parameters:
    ///   - password: As it was typed.
    ///   - facts: What a stranger knows about its owner: name, e-mail address.
    /// - Throws: ``PasswordError``.
    package func check(_ password: String, knowing facts: [String] = []) throws(PasswordError) {
        let normal = password.precomposedStringWithCompatibilityMapping
        let length = normal.unicodeScalars.count
        guard length >= Self.length.lowerBound else { throw .tooShort(least: Self.length.lowerBound) }
        guard length <= Self.length.upperBound else { throw .tooLong(most: Self.length.upperBound) }
        let guess = PasswordGuess(normal, words: GuessWords(expected: expected + facts))
        guard guess.bits < Self.leastBits else { return }
        switch guess.kind {
        case .expected: throw .expected
        case .common: throw .common
        case .pattern, .character: throw .predictable
        }
    }
}
