/// The one function that every text of a customer passes before it is stored, indexed, logged, shown or sent anywhere.
package struct SecretsGate: Sendable {
    /// What stands where a secret was: always the same, so that it tells nothing about it.
    package static let mask = "▮▮▮▮▮▮"

    private let detector = SecretDetector()

    package init() {}

    /// Hides the secrets of a text.
    package func mask(_ text: String) -> MaskedText {
        let findings = detector.find(in: text)
        guard !findings.isEmpty else { return MaskedText(text: text, kinds: []) }
        let scalars = Array(text.unicodeScalars)
        var masked = String.UnicodeScalarView()
        var position = 0
        for finding in findings {
            masked.append(contentsOf: scalars[position..<finding.range.lowerBound])
            masked.append(contentsOf: Self.mask.unicodeScalars)
            position = finding.range.upperBound
        }
        masked.append(contentsOf: scalars[position...])
        let kinds = SecretKind.allCases.filter { kind in findings.contains { $0.kind == kind } }
        return MaskedText(text: String(masked), kinds: kinds)
    }
}

/// Finds seed phrases and private keys.
///
/// Pure; linear in the text's length.
package struct SecretDetector: Sendable {
    package init() {}

    /// The secrets of a text in order, none touching another.
    package func find(in text: String) -> [SecretFinding] {
        // Nothing shorter holds a key or twelve words, not even of one character each.
        guard text.utf8.count >= 24, !Self.isPlainlyEmpty(text.utf8) else { return [] }
        return scanned(Array(text.unicodeScalars))
    }

    /// What the scanners find, whatever the text.
    func scanned(_ scalars: [Unicode.Scalar]) -> [SecretFinding] {
        let keys = PrivateKeyScanner(scalars).findings()
        let phrases = SeedPhraseScanner(scalars).findings()
        return Self.merged(keys + phrases)
    }

    /// Whether one look shows that nothing is there, as in most of what is written in a chat: ASCII of fewer words than a
    /// phrase has, no token as long as a key, no dashes that begin one.
    private static func isPlainlyEmpty(_ text: String.UTF8View) -> Bool {
        var words = 0
        var token = 0
        var dashes = 0
        var wasLetter = false
        for byte in text {
            guard byte < 0x80 else { return false }
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            if isLetter, !wasLetter { words += 1 }
            wasLetter = isLetter
            token = isLetter || isDigit ? token + 1 : 0
            dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
            guard words < SeedPhraseScanner.fewestWords, token < PrivateKeyScanner.shortestToken, dashes < 5
            else { return false }
        }
        return true
    }

    private static func merged(_ findings: [SecretFinding]) -> [SecretFinding] {
        var merged: [SecretFinding] = []
        for finding in findings.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            guard let last = merged.last, finding.range.lowerBound < last.range.upperBound else {
                merged.append(finding)
                continue
            }
            let end = max(last.range.upperBound, finding.range.upperBound)
            merged[merged.count - 1] = SecretFinding(last.kind, last.range.lowerBound..<end)
        }
        return merged
    }
}
