package import Base
import Storage

/// A text that articles share: a fee, a table of fees, a warning.
///
/// It is written once and shown everywhere.
package struct Snippet: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        /// A value of one line: `{{var:NAME}}`.
        case variable
        /// Some Markdown: `{{snippet:NAME}}`; it may name others.
        case snippet

        /// How a text names it.
        var mark: String { self == .variable ? "var" : "snippet" }
    }

    /// The key of the text for every language that has none of its own.
    static let everyLanguage = "*"
    static let longestVariable = 300
    /// Of one text of a snippet, in UTF-8.
    static let mostBytes = 20_000
    /// How many there are at most: all of them are in memory when a text is filled in.
    static let most = 1_000

    package let name: Slug
    package let kind: Kind
    /// By language tag, or ``everyLanguage``.
    package let texts: [String: String]
    package let revision: Int
    /// Nil for an import.
    package let editorName: String?
    package let changedAt: Instant

    var reference: SnippetReference { SnippetReference(kind: kind, name: name) }

    /// What it says in a language; nil where nobody wrote that.
    func text(in locale: LocaleCode) -> String? {
        texts[locale.rawValue] ?? texts[Self.everyLanguage]
    }

    /// The texts as they are stored: without white space around them, those that say nothing left out.
    ///
    /// - Throws: ``SnippetError/invalid(field:_:)``.
    static func validated(_ texts: [String: String], _ kind: Kind) throws(SnippetError) -> [String: String] {
        var kept: [String: String] = [:]
        for (locale, text) in texts {
            guard locale == everyLanguage || LocaleCode(rawValue: locale) != nil else {
                throw .invalid(
                    field: "texts",
                    "by language tags such as en, or \(everyLanguage) for every language"
                )
            }
            let text = text.replacing("\r\n", with: "\n").trimmed
            if text.isEmpty { continue }
            guard !text.utf8.contains(0) else { throw .invalid(field: "texts", "text") }
            switch kind {
            case .variable:
                guard text.count <= longestVariable, !text.contains(where: \.isNewline) else {
                    throw .invalid(field: "texts", "one line of \(longestVariable) characters at most")
                }
                guard SnippetReference.all(in: text).isEmpty else {
                    throw .invalid(field: "texts", "a value that names no other")
                }
            case .snippet:
                guard text.utf8.count <= mostBytes else {
                    throw .invalid(field: "texts", "\(mostBytes) bytes of text at most")
                }
            }
            kept[locale] = text
        }
        guard !kept.isEmpty else { throw .invalid(field: "texts", "at least one that says something") }
        return kept
    }
}

/// What they said before.
package struct SnippetVersion: Sendable, Hashable {
    package let revision: Int
    package let texts: [String: String]
    package let editorName: String?
    package let createdAt: Instant
}
