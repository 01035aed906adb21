/// What kind of secret was found; the names are part of the public API.
package enum SecretKind: String, Sendable, Hashable, CaseIterable, Codable {
    case seedPhrase = "seed_phrase"
    case privateKey = "private_key"
}

/// A secret in a text.
package struct SecretFinding: Sendable, Hashable {
    package let kind: SecretKind
    /// Where, counted in Unicode scalars from the text's beginning.
    package let range: Range<Int>

    package init(_ kind: SecretKind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// A text whose secrets are hidden.
package struct MaskedText: Sendable, Hashable {
    package let text: String
    /// The kinds that were hidden, each once.
    package let kinds: [SecretKind]
}
