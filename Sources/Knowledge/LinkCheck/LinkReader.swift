import Base
import Foundation

/// The links of a text, with the lines that they stand in.
struct LinkReader: Sendable {
    struct Found: Sendable, Hashable {
        let link: MarkdownDocument.Link
        let line: Int?
        let snippet: Slug?
    }

    /// Of one text: more are not looked at.
    static let most = 500

    let found: [Found]
    /// The headings of the text.
    let anchors: Set<String>

    /// - Parameters:
    ///   - body: Markdown as its author wrote it.
    ///   - shelf: What it may name.
    ///   - locale: The language of the text.
    init(_ body: String, _ shelf: SnippetShelf, in locale: LocaleCode) {
        let document = MarkdownDocument(shelf.filled(body, in: locale).text, in: locale)
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        self.anchors = document.anchors
        self.found = document.links.prefix(Self.most).map { link in
            let spellings = Self.spellings(of: link.address)
            if let line = Self.line(of: spellings, in: lines) {
                return Found(link: link, line: line, snippet: nil)
            }
            for (number, line) in lines.enumerated() {
                for reference in SnippetReference.all(in: line) {
                    let said = shelf.filled(reference.notation, in: locale).text
                    guard spellings.contains(where: { said.contains($0) }) else { continue }
                    return Found(link: link, line: number + 1, snippet: reference.name)
                }
            }
            return Found(link: link, line: nil, snippet: nil)
        }
    }

    private static func line(of spellings: [String], in lines: [String]) -> Int? {
        for spelling in spellings {
            if let index = lines.firstIndex(where: { $0.contains(spelling) }) { return index + 1 }
        }
        return nil
    }

    /// How an author may have written an address: cmark escapes some of it, and completes `www.`.
    private static func spellings(of address: String) -> [String] {
        let bare = address.hasPrefix("http://") ? String(address.dropFirst(7)) : nil
        return [address, address.removingPercentEncoding, address.replacing("&", with: "&amp;"), bare]
            .compactMap(\.self).filter { !$0.isEmpty }
    }
}

extension MarkdownDocument {
    /// What `#` can lead to in it.
    var anchors: Set<String> {
        Set(sections.map(\.anchor).filter { !$0.isEmpty })
    }
}
