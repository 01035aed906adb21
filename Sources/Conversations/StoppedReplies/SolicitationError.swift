package import Base
package import Safeguard

/// A text for customers asks them for what nobody at a desk may ask for.
package struct SolicitationError: DomainError, Hashable {
    /// What it asks for, each once.
    package let kinds: [Solicitation]
    /// The clauses that do; told to their author alone, and kept nowhere.
    package let passages: [String]

    /// Looks texts for customers through.
    ///
    /// - Returns: nil when none of them asks for anything.
    init?(in texts: [String]) {
        let detector = SolicitationDetector()
        var kinds: [Solicitation] = []
        var passages: [String] = []
        for text in texts {
            let scalars = Array(text.unicodeScalars)
            for finding in detector.find(in: text) where !kinds.contains(finding.kind) {
                kinds.append(finding.kind)
                let passage = String(String.UnicodeScalarView(scalars[finding.range]))
                if !passages.contains(passage) { passages.append(passage) }
            }
        }
        guard !kinds.isEmpty else { return nil }
        (self.kinds, self.passages) = (kinds, passages)
    }

    /// - Throws: ``SolicitationError`` when one of the texts asks for it.
    static func refuse(_ texts: [String]) throws(SolicitationError) {
        if let error = SolicitationError(in: texts) { throw error }
    }

    package var problem: Problem {
        Problem(
            422,
            "asks_for_secret",
            "This asks the customer for \(kinds.map(Self.name).joined(separator: ", ")); nobody here ever does.",
            try:
                "Say it another way; what has to be proven goes through a secure card. Supervisors were told.",
            members: [
                "asks": Self.json(kinds.map(\.rawValue)),
                "passages": Self.json(passages),
            ]
        )
    }

    private static func json(_ texts: [String]) -> String {
        "[" + texts.map(JSONText.quoted).joined(separator: ",") + "]"
    }

    private static func name(_ kind: Solicitation) -> String {
        switch kind {
        case .password: "a password"
        case .seedPhrase: "a seed phrase"
        case .privateKey: "a private key"
        case .oneTimeCode: "a one-time code"
        case .apiSecret: "an API secret"
        case .transfer: "a transfer"
        case .remoteControl: "control of their device"
        }
    }
}
