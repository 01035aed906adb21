/// What kind of secret was found; the names are part of the public API.
package enum SecretKind: String, Sendable, Hashable, CaseIterable, Codable {
    case seedPhrase = "seed_phrase"
    /// A key of a wallet in any form, sealed with a password or not.
    case privateKey = "private_key"
    /// A key, secret or passphrase of an exchange's API.
    case apiKey = "api_key"
    case password = "password"
    /// A code that is good once or for a short time, and the three digits behind a card.
    case oneTimeCode = "one_time_code"
    case cardNumber = "card_number"
    /// A Chinese resident identity number.
    case identityNumber = "identity_number"
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
