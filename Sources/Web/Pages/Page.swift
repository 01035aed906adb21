package import Base

/// A page: what its template shows and nothing else.
///
/// Members reach the template in snake_case.
///
/// It is `Codable` so that a fixture can be read as a page: previews and template tests need no server.
package protocol Page: Codable, Sendable {
    /// The template's path without its ending, such as `Knowledge/Articles/article`.
    static var template: String { get }
    /// The layout around it.
    static var layout: String { get }
    /// Style sheets beside the common ones, such as `Knowledge/Articles/article.css`.
    static var styles: [String] { get }
    /// ES modules, such as `Knowledge/HelpSearch/search-box.js`.
    static var scripts: [String] { get }
    /// The prefixes of the strings that the page's scripts need, such as `timeline.`.
    static var scriptStrings: [String] { get }
    /// Whether other sites may show the page in a frame: the widget alone.
    static var isEmbeddable: Bool { get }

    /// The window's title, without the brand.
    var title: String { get }
}

extension Page {
    package static var layout: String { "Web/Layout/layout" }
    package static var styles: [String] { [] }
    package static var scripts: [String] { [] }
    package static var scriptStrings: [String] { [] }
    package static var isEmbeddable: Bool { false }
}

/// What the layout shows around every page.
package struct PageFrame: Sendable {
    package var locale: LocaleCode
    /// The address without host, for the language links.
    package var path: String
    /// Where each language of this page is found, when it is elsewhere than `?lang=`.
    package var translations: [LocaleCode: String] = [:]
    /// What the page's scripts run by, see ``BrowserPolicy``.
    package var nonce = ""
    /// What search engines are told; nil for a page that they are to pass over.
    package var metadata: PageMetadata?

    package init(
        locale: LocaleCode,
        path: String,
        translations: [LocaleCode: String] = [:],
        nonce: String = "",
        metadata: PageMetadata? = nil
    ) {
        self.locale = locale
        self.path = path
        self.translations = translations
        self.nonce = nonce
        self.metadata = metadata
    }
}
