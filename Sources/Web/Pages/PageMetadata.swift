package import Base
import Foundation

/// What search engines, feed readers and other sites are told of a page that everybody may read.
///
/// A page has an address in each of its languages, `?lang=` behind the one where the reader's preference decides.
package struct PageMetadata: Sendable {
    /// Something that a feed reader follows.
    package struct Feed: Sendable, Hashable {
        package let title: String
        /// Without host.
        package let address: String

        package init(title: String, address: String) {
            self.title = title
            self.address = address
        }
    }

    /// Where the reader's preference decides, without host.
    package let address: String
    /// The languages that the page can be had in.
    package let locales: [LocaleCode]
    /// The one that it is in; nil where it is in none that an address names.
    package let locale: LocaleCode?
    /// One or two sentences; may be empty.
    package let description: String
    /// When what it says changed last; nil for a page that is no text of somebody's.
    package var updatedAt: Instant?
    package var feeds: [Feed] = []
    /// Objects of https://schema.org.
    package var structured: [JSONValue] = []

    /// Takes what every page has; a `locale` that is not among `locales` is none.
    package init(_ address: String, in locale: LocaleCode, of locales: [LocaleCode], description: String) {
        self.address = address
        self.locales = locales
        self.locale = locales.contains(locale) ? locale : nil
        self.description = description
    }

    /// The address of the page in a language, without host.
    package static func address(_ address: String, in locale: LocaleCode?) -> String {
        guard let locale else { return address }
        return "\(address)\(address.contains("?") ? "&" : "?")lang=\(locale)"
    }

    /// What the layout shows.
    ///
    /// - Parameters:
    ///   - title: The page's.
    ///   - site: Where everybody reaches this installation; without it nothing that needs a whole address is said.
    ///   - picture: The operator's, without host; nil for none.
    /// - Returns: Members for the template.
    /// - Throws: Never for texts, which always encode.
    func members(title: String, site: SiteOrigin?, picture: String? = nil) throws -> [String: Any] {
        var members: [String: Any] = [
            "title": title, "description": description, "has_description": !description.isEmpty,
        ]
        guard let site else { return members }
        members["site"] =
            [
                "url": "\(site)\(Self.address(address, in: locale))",
                "kind": updatedAt == nil ? "website" : "article",
                "updated_at": updatedAt?.rfc3339 ?? "",
                "is_dated": updatedAt != nil,
                "locale": locale.map(Self.underscored) ?? "",
                "has_locale": locale != nil,
                "other_locales": locales.filter { $0 != locale }.map(Self.underscored),
                "alternates": alternates(site),
                "has_picture": picture != nil,
                "picture": picture.map { "\(site)\($0)" } ?? "",
                "feeds": feeds.map { ["title": $0.title, "url": "\(site)\($0.address)"] },
                "structured": try structured.map { ["json_html": try Self.json($0)] },
            ] as [String: Any]
        return members
    }

    private func alternates(_ site: SiteOrigin) -> [[String: Any]] {
        guard !locales.isEmpty else { return [] }
        return locales.map { ["code": $0.rawValue, "url": "\(site)\(Self.address(address, in: $0))"] }
            + [["code": "x-default", "url": "\(site)\(address)"]]
    }

    /// `zh_CN` of `zh-CN`, as Open Graph writes it (https://ogp.me).
    private static func underscored(_ locale: LocaleCode) -> String {
        locale.rawValue.replacing("-", with: "_")
    }

    /// JSON that may stand in a script element: without what could end it, or begin a comment or another element.
    static func json(_ value: JSONValue) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
            .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e").replacing("&", with: "\\u0026")
    }
}
