package import Base
import CCmarkGFM
import Foundation
import Synchronization

/// A Markdown text as a page shows it and as the search reads it.
package struct MarkdownDocument: Sendable, Hashable {
    /// A heading and the text under it.
    package struct Section: Sendable, Hashable {
        /// Empty for what stands before the first heading.
        package let heading: String
        /// The heading's id in the page; empty likewise.
        package let anchor: String
        /// 2...6; 0 for what stands before the first heading.
        package let level: Int
        /// Whether it is what one platform's tab holds: it is headed by the platform and by what stands over the tabs.
        package let isTab: Bool
        /// Plain text.
        package let text: String
    }

    /// What is to be done one after the other: a numbered list that stands in no other list.
    package struct Instructions: Sendable, Hashable {
        /// Of the heading that it stands under; both are empty before the first one.
        package let heading: String
        package let anchor: String
        /// Plain text, each in one line.
        package let steps: [String]
    }

    /// A link or a picture, as its author wrote the address.
    struct Link: Sendable, Hashable {
        enum Kind: String, Sendable, Hashable {
            case link, picture
        }

        let kind: Kind
        let address: String
    }

    /// Cleaned HTML, diagrams in words, without videos.
    package let html: SafeHTML
    /// What can be drawn in it, in the order of the text.
    let diagrams: [Diagram]
    /// Blocks that are to be diagrams and cannot be read, likewise.
    let diagramFlaws: [TextFlaw]
    /// The videos that it shows, each once, in the order of the text.
    package let videos: [Slug]
    /// Those that stand there again.
    let repeatedVideos: [Slug]
    private let cleaned: HTMLCleaner.Result
    package let sections: [Section]
    package let instructions: [Instructions]
    /// The addresses of the pictures that say nothing to whoever does not see them, in their order.
    package let undescribedPictures: [String]
    /// Each address once of a kind, in the order of the text.
    let links: [Link]

    /// Renders CommonMark with GitHub's tables, strikethrough, autolinks, task lists and callouts (cmark-gfm) and the blocks of
    /// ``BlockNotation``, then cleans the HTML: what an author or an import brings along is as little trusted as a
    /// customer's text.
    ///
    /// - Parameters:
    ///   - markdown: Of any length; cmark-gfm is linear in it.
    ///   - locale: The language of the text, in which its callouts are named.
    package init(_ markdown: String, in locale: LocaleCode = .english) {
        let cleaned = HTMLCleaner.clean(Self.render(BlockNotation.expanded(markdown)), in: locale)
        self.cleaned = cleaned
        self.html = cleaned.html(with: [], videos: [:])
        self.diagrams = cleaned.diagrams
        self.videos = cleaned.videos
        self.repeatedVideos = cleaned.repeatedVideos
        self.diagramFlaws = cleaned.diagramFlaws
        self.sections = cleaned.sections
        self.instructions = cleaned.instructions
        self.undescribedPictures = cleaned.undescribedPictures
        self.links = cleaned.links
    }

    /// Cleaned HTML with its diagrams drawn and its videos to be played.
    ///
    /// - Parameters:
    ///   - drawings: In the order of ``diagrams``; nil for what is to stand there in words.
    ///   - videos: How each looks; one that there is not is left out.
    /// - Returns: The page's part.
    func html(with drawings: [SafeHTML?], videos: [Slug: SafeHTML] = [:]) -> SafeHTML {
        cleaned.html(with: drawings, videos: videos)
    }

    /// cmark-gfm keeps the characters that extensions watch for in one table of the process, filled when a parser
    /// begins and emptied when it ends (`cmark_manage_extensions_special_characters`): two parsers at once lose them.
    private static let parserTurn = Mutex(())

    private static func render(_ markdown: String) -> String {
        parserTurn.withLock { _ in renderAlone(markdown) }
    }

    private static func renderAlone(_ markdown: String) -> String {
        cmark_gfm_core_extensions_ensure_registered()
        // Raw HTML passes here because the cleaner behind keeps only what is harmless.
        let options = CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8
        guard let parser = unsafe cmark_parser_new(options) else { return "" }
        defer { unsafe cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "autolink", "tasklist"] {
            if let found = unsafe cmark_find_syntax_extension(name) {
                unsafe cmark_parser_attach_syntax_extension(parser, found)
            }
        }
        let bytes = Array(markdown.utf8)
        unsafe bytes.withUnsafeBytes { buffer in
            guard let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress else { return }
            unsafe cmark_parser_feed(parser, start, buffer.count)
        }
        guard let root = unsafe cmark_parser_finish(parser) else { return "" }
        defer { unsafe cmark_node_free(root) }
        let extensions = unsafe cmark_parser_get_syntax_extensions(parser)
        guard let html = unsafe cmark_render_html(root, options, extensions) else { return "" }
        defer { unsafe free(html) }
        return unsafe String(cString: html)
    }
}
