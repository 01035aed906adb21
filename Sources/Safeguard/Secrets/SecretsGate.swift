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

/// Finds seed phrases, private keys, and what else nobody may know.
///
/// Pure; linear in the text's length.
package struct SecretDetector: Sendable {
    /// Unicode scalars that are scanned at a time, and how many of them twice.
    static let window = 128 * 1024
    static let overlap = 8 * 1024

    package init() {}

    /// The secrets of a text in order, none touching another.
    package func find(in text: String) -> [SecretFinding] {
        let signs = TextSurvey.signs(of: text.utf8.span)
        guard !signs.isEmpty else { return [] }
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > Self.window else { return scanned(scalars, signs) }
        // A file of megabytes would take a hundred times its size; no secret is longer than the overlap.
        var findings: [SecretFinding] = []
        var start = 0
        while start < scalars.count {
            let end = min(scalars.count, start + Self.window)
            findings += scanned(Array(scalars[start..<end]), signs).map { finding in
                let range = finding.range.lowerBound + start..<finding.range.upperBound + start
                return SecretFinding(finding.kind, range)
            }
            guard end < scalars.count else { break }
            start = end - Self.overlap
        }
        return Self.merged(findings)
    }

    /// What the scanners find whose signs are there.
    ///
    /// Where kinds overlap the first one names it, so those that need no context come first.
    func scanned(_ scalars: [Unicode.Scalar], _ signs: TextSurvey.Signs = TextSurvey.all) -> [SecretFinding] {
        var findings: [SecretFinding] = []
        if signs.contains(.dashes) { findings += PEMScanner(scalars).findings() }
        if signs.contains(.key) { findings += PrivateKeyScanner(scalars).findings() }
        if signs.contains(.file) { findings += KeyFileScanner(scalars).findings() }
        if signs.contains(.phrase) { findings += SeedPhraseScanner(scalars).findings() }
        if signs.contains(.number) { findings += NumberScanner(scalars).findings() }
        if signs.contains(.credential) { findings += CredentialScanner(scalars).findings() }
        return Self.merged(findings)
    }

    private static func merged(_ findings: [SecretFinding]) -> [SecretFinding] {
        var merged: [SecretFinding] = []
        let ordered = findings.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for (_, finding) in ordered {
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
