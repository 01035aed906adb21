package import Base

/// Who translates messages for agents: the port that an engine, or a program of the operator's, is joined to.
///
/// It is given what customers and agents said to each other, one message at a time, and never a note. Secrets were hidden
/// before the message was stored, so that none reaches it.
package protocol MessageTranslator: Sendable {
    /// - `text`: 1...10,000 characters.
    /// - `from`: What it is written in, where that is known; nil lets the translator find out.
    /// - `to`: What the reader reads.
    ///
    /// Throws: ``TranslationError/failed`` when it cannot; the reason is logged where it is known, without the text.
    func translate(
        _ text: String,
        from: LocaleCode?,
        to: LocaleCode
    ) async throws(TranslationError)
        -> Translation
}

/// A text in another language.
package struct Translation: Sendable, Hashable {
    /// The most characters that a translation is taken with.
    package static let longest = 40_000

    package let text: String
    /// What it was written in; nil when nobody said.
    package let from: LocaleCode?

    package init(text: String, from: LocaleCode?) {
        self.text = text
        self.from = from
    }
}
