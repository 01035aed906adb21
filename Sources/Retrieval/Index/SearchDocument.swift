/// One text that can be found: an article, an FAQ entry, an announcement.
package struct SearchDocument: Sendable, Hashable {
    /// A part of the text below one heading.
    package struct Section: Sendable, Hashable {
        /// The heading; empty for what stands before the first one.
        package var heading: String
        /// The fragment of a link to this part, without `#`; nil when it has none.
        package var anchor: String?
        /// Plain text.
        package var text: String

        package init(heading: String = "", anchor: String? = nil, text: String) {
            self.heading = heading
            self.anchor = anchor
            self.text = text
        }
    }

    /// Unique in the index.
    package var id: String
    /// A BCP 47 tag such as `en` or `zh-CN`.
    package var language: String
    /// What the texts of one page in several languages share, such as its address; nil when it is the only one.
    package var page: String?
    /// What it is, for narrowing a search: `article`, `faq`, ….
    package var kind: String
    package var title: String
    /// A sentence or two, or empty.
    package var summary: String
    /// Other words and other questions it should be found by.
    package var keywords: [String]
    package var sections: [Section]
    /// How much it is read, 0...1: decides between documents that fit alike.
    package var popularity: Double

    package init(
        id: String,
        language: String,
        page: String? = nil,
        kind: String,
        title: String,
        summary: String = "",
        keywords: [String] = [],
        sections: [Section],
        popularity: Double = 0
    ) {
        self.id = id
        self.language = language
        self.page = page
        self.kind = kind
        self.title = title
        self.summary = summary
        self.keywords = keywords
        self.sections = sections
        self.popularity = popularity
    }
}
