package import Base

/// What is written to somebody.
package struct Letter: Sendable, Hashable {
    /// In characters.
    package static let longestSubject = 200
    /// Of each of the two texts, in bytes.
    package static let longestText = 256 * 1024

    package let recipient: Mailbox
    package let subject: String
    /// For every program that reads mail.
    package let text: String
    /// For those that show pages, the whole document; nil for none.
    package let html: SafeHTML?
    package let locale: LocaleCode
    /// Where a mail program ends what the letter comes of, with one POST (RFC 8058); nil where there is nothing to end.
    package let unsubscribe: String?

    /// - Throws: ``LetterError`` for one that is too long or says nothing.
    package init(
        to recipient: Mailbox,
        subject: String,
        text: String,
        html: SafeHTML? = nil,
        locale: LocaleCode,
        unsubscribe: String? = nil
    ) throws(LetterError) {
        let subject = HeaderText.oneLine(subject)
        guard !subject.isEmpty, !text.isEmpty else { throw .empty }
        guard subject.count <= Self.longestSubject, text.utf8.count <= Self.longestText,
            html?.markup.utf8.count ?? 0 <= Self.longestText
        else { throw .tooLong }
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.html = html
        self.locale = locale
        self.unsubscribe = unsubscribe.map(HeaderText.oneLine)
    }
}

/// Why something cannot be sent as a letter: mistakes of the program that writes it.
package enum LetterError: Error, Hashable {
    case empty, tooLong
}
