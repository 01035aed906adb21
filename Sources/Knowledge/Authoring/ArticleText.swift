import Base

/// What an author writes in one language of an article.
package struct ArticleText: Sendable, Hashable, Codable {
    package static let longestTitle = 200
    package static let longestSummary = 500
    package static let mostKeywords = 40
    package static let longestKeyword = 80
    /// Of the body, in UTF-8.
    package static let mostBytes = 200_000

    package var title: String
    package var summary: String
    package var keywords: [String]
    /// Markdown.
    package var body: String

    package init(title: String, summary: String, keywords: [String], body: String) {
        self.title = title
        self.summary = summary
        self.keywords = keywords
        self.body = body
    }

    /// As it is stored: white space around its parts cut off, keywords once each.
    ///
    /// - Throws: ``AuthoringError/invalid(field:_:)`` for what is too long.
    package func validated() throws(AuthoringError) -> ArticleText {
        let title = title.trimmed
        let summary = summary.trimmed
        guard title.count <= Self.longestTitle, !title.contains(where: \.isNewline) else {
            throw .invalid(field: "title", "one line of \(Self.longestTitle) characters at most")
        }
        guard summary.count <= Self.longestSummary, !summary.contains(where: \.isNewline) else {
            throw .invalid(field: "summary", "one line of \(Self.longestSummary) characters at most")
        }
        var words: [String] = []
        // As lists of keywords are read everywhere: none holds what separates them.
        let separated = keywords.flatMap { $0.split { ",，、;；".contains($0) }.map { String($0).trimmed } }
        for word in separated where !word.isEmpty && !words.contains(word) {
            words.append(word)
        }
        guard words.count <= Self.mostKeywords,
            words.allSatisfy({ $0.count <= Self.longestKeyword && !$0.contains(where: \.isNewline) })
        else {
            throw .invalid(
                field: "keywords",
                "\(Self.mostKeywords) words of \(Self.longestKeyword) characters at most"
            )
        }
        guard body.utf8.count <= Self.mostBytes, !body.utf8.contains(0) else {
            throw .invalid(field: "body", "\(Self.mostBytes) bytes of text at most")
        }
        let lines = body.replacing("\r\n", with: "\n")
        return ArticleText(title: title, summary: summary, keywords: words, body: lines)
    }

    /// What readers may see: it has a title, says something, and nothing in it has a flaw.
    ///
    /// - Parameters:
    ///   - locale: The language that it is in.
    ///   - shelf: What it may name.
    ///   - shown: What there is of what it shows.
    /// - Throws: ``AuthoringError``.
    func checkedForReaders(
        in locale: LocaleCode,
        _ shelf: SnippetShelf,
        _ shown: Illustrations
    ) throws(AuthoringError) {
        guard !title.isEmpty else { throw .invalid(field: "title", "readers need one") }
        guard !body.allSatisfy(\.isWhitespace) else {
            throw .invalid(field: "body", "there is nothing to read in it")
        }
        let (summary, body) = (shelf.filled(summary, in: locale), shelf.filled(body, in: locale))
        let flaws = summary.flaws + body.flaws + MarkdownDocument(body.text).flaws(showing: shown)
        guard flaws.isEmpty else { throw .notReady(flaws) }
    }

    /// All of it as lines, for comparing: title, summary, keywords, body.
    var lines: String {
        ([title, summary, keywords.joined(separator: ", "), body]).joined(separator: "\n")
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
