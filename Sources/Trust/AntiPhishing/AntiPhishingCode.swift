package import Base
package import Safeguard

/// A few characters that a customer chose to find in everything that we send them: what lacks them is not ours.
///
/// Neither agents nor the assistant see it.
package struct AntiPhishingCode: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// In characters.
    package static let lengths = 4...20

    package let text: String

    /// Checks what a customer typed.
    ///
    /// - `gate`: Knows what must not be stored; this goes into mails and would be a bad place for it.
    package init(_ typed: String, gate: SecretsGate) throws(AntiPhishingCodeError) {
        let text = typed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard Self.lengths.contains(text.count), text.utf8.count <= 100 else { throw .wrongLength }
        guard !PastedValue.hasHidden(text), text.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw .notVisible
        }
        // A link in every mail of ours would be ours to answer for.
        guard text.firstMatch(of: /:\/\/|(?i)www\.|@/) == nil else { throw .looksLikeLink }
        guard gate.mask(text).kinds.isEmpty, !Self.looksLikePassword(text) else { throw .looksLikePassword }
        self.text = text
    }

    /// One that is kept; it was checked then.
    init(kept text: String) {
        self.text = text
    }

    /// People take what they know by heart: a PIN, or the password itself.
    private static func looksLikePassword(_ text: String) -> Bool {
        let plain = text.lowercased()
        if ["password", "passwort", "passwd", "qwert", "密码", "口令"].contains(where: plain.contains) {
            return true
        }
        // Words with spaces between them, and anything with letters beyond the keyboard's, are no habit of passwords.
        guard text.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else { return false }
        if text.allSatisfy(\.isNumber) { return true }
        let kinds =
            [text.contains(where: \.isLowercase), text.contains(where: \.isUppercase)]
            + [text.contains(where: \.isNumber), text.contains { !$0.isLetter && !$0.isNumber && $0 != "-" }]
        let count = kinds.count(where: \.self)
        return text.count >= 8 && count >= 3
    }

    /// The line that stands in a message which leaves the product, as text; in HTML it is escaped like any other.
    package func line(in locale: LocaleCode, _ localisation: Localisation) -> String {
        localisation.text("antiphishing.line", in: locale, ["code": text])
    }

    package var description: String { "‹anti-phishing code›" }

    // `dump` would show the text.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
