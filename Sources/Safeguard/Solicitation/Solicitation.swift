/// What nobody at a support desk may ask a customer for; the names are part of the public API.
package enum Solicitation: String, Sendable, Hashable, CaseIterable, Codable {
    case password
    case seedPhrase = "seed_phrase"
    case privateKey = "private_key"
    case oneTimeCode = "one_time_code"
    case apiSecret = "api_secret"
    /// To send funds to where somebody says they are safe, or to pay so that others are released.
    case transfer
    /// To let somebody see or steer their device.
    case remoteControl = "remote_control"
}

/// A part of a text that asks for it.
package struct SolicitationFinding: Sendable, Hashable {
    package let kind: Solicitation
    /// The clause that asks, counted in Unicode scalars from the text's beginning.
    package let range: Range<Int>

    package init(_ kind: Solicitation, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// Finds where a text asks its reader for a secret, for a transfer or for control of their device, in English and Chinese.
///
/// Pure; linear in the text's length. It judges clause by clause, by who is to do what with which thing for whom: "enter
/// the code in the app" and "never share your password" are what support says all day, "send me the code" is what it never
/// says. What it must stop and let pass is measured, see docs/decisions/0010-what-agents-never-ask.md.
package struct SolicitationDetector: Sendable {
    package init() {}

    /// Each kind that is asked for once, in the order of the text.
    package func find(in text: String) -> [SolicitationFinding] {
        let plain = PlainText(text)
        let findings = EnglishSolicitation(plain).findings + ChineseSolicitation(plain).findings
        var seen: Set<Solicitation> = []
        return findings.sorted { $0.range.lowerBound < $1.range.lowerBound }.filter {
            seen.insert($0.kind).inserted
        }
    }
}
