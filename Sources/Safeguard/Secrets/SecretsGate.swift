/// The one function that every text of a customer passes before it is stored, indexed, logged, shown or sent anywhere.
package struct SecretsGate: Sendable {
    /// What stands where a secret was: always the same, so that it tells nothing about it.
    package static let mask = "▮▮▮▮▮▮"

    /// What is hidden is looked at again so often: an attacker's text has to end as well.
    private static let mostRounds = 16

    private let detector = SecretDetector()

    package init() {}

    /// Hides a part of a text, counted in Unicode scalars.
    package static func hide(_ range: Range<Int>, in text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var hidden = String.UnicodeScalarView()
        hidden.append(contentsOf: scalars[..<range.lowerBound])
        hidden.append(contentsOf: mask.unicodeScalars)
        hidden.append(contentsOf: scalars[range.upperBound...])
        return String(hidden)
    }

    /// Hides the secrets of a value that stands under a name, as in a form: `password` says what `hunter2x` is.
    package func mask(_ value: String, named name: String) -> MaskedText {
        let alone = mask(value)
        let label = name.replacing("_", with: " ").replacing("-", with: " ") + ": "
        let start = label.unicodeScalars.count
        let findings = detector.find(in: label + alone.text).compactMap { finding -> SecretFinding? in
            guard finding.range.upperBound > start else { return nil }
            let range = max(0, finding.range.lowerBound - start)..<finding.range.upperBound - start
            return SecretFinding(finding.kind, range)
        }
        guard !findings.isEmpty else { return alone }
        let named = Self.hide(findings, in: alone.text)
        return MaskedText(text: named.text, kinds: Self.union(named.kinds, alone.kinds))
    }

    /// Hides the secrets of a text.
    package func mask(_ text: String) -> MaskedText {
        mask(text, knowing: [])
    }

    /// Hides the secrets of a text, and leaves the digits of some transactions, which would be taken for a private key.
    ///
    /// - `transactions`: What is known to be one. Left are exactly its digits, where they are all that would be hidden: in
    ///   a key file, or as a part of whatever else is secret, they go with it.
    package func mask(_ text: String, knowing transactions: Set<TransactionDigest>) -> MaskedText {
        var masked = hidden(text, transactions)
        // With what was hidden gone from between them, other words may be a phrase: until nothing is left.
        for _ in 0..<Self.mostRounds where !masked.kinds.isEmpty {
            let more = hidden(masked.text, transactions)
            guard more.text != masked.text else { break }
            masked = MaskedText(text: more.text, kinds: Self.union(masked.kinds, more.kinds))
        }
        return masked
    }

    /// What ``mask(_:)`` hides as a private key and what may be a transaction's id all the same, in order and each once:
    /// 64 hexadecimal digits, with or without `0x`.
    package func possibleTransactions(in text: String) -> [TransactionDigest] {
        guard TransactionDigest.mayStand(in: text) else { return [] }
        let scalars = Array(text.unicodeScalars)
        return detector.find(in: text).reduce(into: []) { digests, finding in
            guard let digest = Self.digest(finding, scalars), !digests.contains(digest) else { return }
            digests.append(digest)
        }
    }

    private func hidden(_ text: String, _ transactions: Set<TransactionDigest>) -> MaskedText {
        let findings = detector.find(in: text)
        guard !transactions.isEmpty, !findings.isEmpty else { return Self.hide(findings, in: text) }
        let scalars = Array(text.unicodeScalars)
        let secrets = findings.filter { finding in
            Self.digest(finding, scalars).map { !transactions.contains($0) } ?? true
        }
        return Self.hide(secrets, in: text)
    }

    private static func digest(_ finding: SecretFinding, _ scalars: [Unicode.Scalar]) -> TransactionDigest? {
        finding.kind == .privateKey ? TransactionDigest(scalars[finding.range]) : nil
    }

    private static func union(_ some: [SecretKind], _ others: [SecretKind]) -> [SecretKind] {
        SecretKind.allCases.filter { some.contains($0) || others.contains($0) }
    }

    private static func hide(_ findings: [SecretFinding], in text: String) -> MaskedText {
        guard !findings.isEmpty else { return MaskedText(text: text, kinds: []) }
        let scalars = Array(text.unicodeScalars)
        var masked = String.UnicodeScalarView()
        var position = 0
        for finding in findings {
            masked.append(contentsOf: scalars[position..<finding.range.lowerBound])
            masked.append(contentsOf: mask.unicodeScalars)
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
    /// Those that need no context come first: where kinds overlap, the first one names it.
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

    /// Findings in order, those that overlap as one; of their kinds the one counts whose scanner comes first.
    private static func merged(_ findings: [SecretFinding]) -> [SecretFinding] {
        var merged: [(finding: SecretFinding, rank: Int)] = []
        let ordered = findings.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for (rank, finding) in ordered {
            guard let last = merged.last, finding.range.lowerBound < last.finding.range.upperBound else {
                merged.append((finding, rank))
                continue
            }
            let end = max(last.finding.range.upperBound, finding.range.upperBound)
            let range = last.finding.range.lowerBound..<end
            let kind = rank < last.rank ? finding.kind : last.finding.kind
            merged[merged.count - 1] = (SecretFinding(kind, range), min(rank, last.rank))
        }
        return merged.map(\.finding)
    }
}
