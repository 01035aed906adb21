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
    let anchors: TextAnchors

    /// - Parameters:
    ///   - body: Markdown as its author wrote it.
    ///   - shelf: What it may name.
    ///   - videos: What it may show.
    ///   - locale: The language of the text.
    init(_ body: String, _ shelf: SnippetShelf, _ videos: [Slug: Video], in locale: LocaleCode) {
        let document = MarkdownDocument(shelf.filled(body, in: locale).text, in: locale)
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        self.anchors = TextAnchors(document, showing: videos)
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

/// What `#` can lead to in a text as readers see it.
struct TextAnchors: Sendable, Hashable {
    /// Of headings and tabs.
    let headings: Set<String>
    /// How long the films are that play in it, by the names of their videos; nil for one that does not say.
    private let films: [Slug: Int?]

    /// - `videos`: What there is of what it shows.
    init(_ document: MarkdownDocument, showing videos: [Slug: Video]) {
        headings = Set(document.sections.map(\.anchor).filter { !$0.isEmpty })
        let shown = document.videos.compactMap { name in videos[name]?.film.map { (name, $0.milliseconds) } }
        films = Dictionary(shown) { first, _ in first }
    }

    func contains(_ anchor: String) -> Bool {
        if headings.contains(anchor) { return true }
        guard let moment = VideoFigure.moment(in: anchor), let length = films[moment.video] else {
            return false
        }
        return length.map { moment.second * 1_000 <= $0 } ?? true
    }
}
