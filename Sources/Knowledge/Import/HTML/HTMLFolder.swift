package import Base
import Foundation

/// A folder of pages, as a site generator or a help centre's export leaves it.
package struct HTMLFolder: Sendable {
    private struct Source {
        let path: String
        let nodes: [HTMLNode]
    }

    private let defaultLocale: LocaleCode
    private let offered: [LocaleCode]
    private let fallback: Slug
    private var sources: [Source] = []
    private var pages: [ImportedPage] = []
    private var taken: [Slug: String] = [:]
    private var refused: [ImportedHelpCentre.Refused] = []

    /// - Parameters:
    ///   - defaultLocale: Of pages that name none, neither by `<html lang>` nor by a folder such as `zh-CN/`.
    ///   - offered: The languages that the installation speaks: `en-US` is read as `en` where that is one of them.
    ///   - fallback: The shelf of pages that stand in no folder.
    package init(defaultLocale: LocaleCode, offering offered: [LocaleCode], fallback: Slug) {
        self.defaultLocale = defaultLocale
        self.offered = offered
        self.fallback = fallback
    }

    /// Reads a page.
    ///
    /// - `path`: Its place in the folder: folders name the language and the shelf, the file the address.
    package mutating func add(html text: String, path: String) {
        do throws(ImportError) {
            try read(text, path)
        } catch {
            refused.append(.init(source: path, error: error))
        }
    }

    private mutating func read(_ text: String, _ path: String) throws(ImportError) {
        let root = try HTMLReader.read(text)
        let main = HTMLMain(root)
        var folders = path.split(separator: "/").dropLast().map(String.init)
        let tag = root["lang"].flatMap { ForeignLanguageTag($0).locale(among: offered) }
        let named = folders.first.flatMap { self.locale($0) }
        if named != nil { folders.removeFirst() }
        let heading = main.heading
        let title = Self.line(heading?.words ?? root.first("title")?.words ?? "")
        guard !title.isEmpty else { throw .missing(key: "title") }
        let locale = tag ?? named ?? defaultLocale
        let stem = Self.stem(path)
        guard let slug = Slug(from: stem) ?? Slug(from: title) ?? Slug(from: "page-\(pages.count + 1)") else {
            throw .missing(key: "an address")
        }
        // Of two that say they are the same page in the same language the first is it.
        guard !pages.contains(where: { $0.draft.slug == slug && $0.draft.locale == locale }) else {
            throw .invalid(key: "address", value: "\(slug) is another page's: \(taken[slug] ?? "")")
        }
        taken[slug] = path
        sources.append(Source(path: path, nodes: main.content))
        pages.append(
            ImportedPage(
                draft: Articles.Draft(
                    slug: slug,
                    locale: locale,
                    kind: .article,
                    category: folders.last.flatMap { Slug(from: $0) } ?? fallback,
                    title: String(title.prefix(ArticleText.longestTitle)),
                    summary: String(Self.line(root.meta("description")).prefix(ArticleText.longestSummary)),
                    keywords: ImportedPage.keywords([root.meta("keywords")]),
                    body: ""
                ),
                isPublished: true,
                formerly: [],
                losses: [:],
                source: path
            )
        )
    }

    /// All of it as pages, with links between them.
    package func helpCentre() -> ImportedHelpCentre {
        var found = ImportedHelpCentre()
        let slugs = Dictionary(zip(sources.map(\.path), pages.map(\.draft.slug))) { first, _ in first }
        found.pages = PageConversion.write(sources.map(\.nodes), pages) { number, address in
            let (place, anchor) = LinkAddress.parts(of: address)
            if place.isEmpty {
                return PageConversion.Place(slug: pages[number].draft.slug, anchor: Self.plain(anchor))
            }
            guard let path = Self.path(place, from: sources[number].path) else { return nil }
            let names = [path, "\(path).html", "\(path)/index.html", path.isEmpty ? "index.html" : path]
            return names.lazy.compactMap { slugs[$0] }.first.map {
                PageConversion.Place(slug: $0, anchor: Self.plain(anchor))
            }
        }
        found.refused = refused
        return found
    }

    // MARK: - Inside

    /// Where a relative address leads in the folder; nil for one that leads out of it.
    private static func path(_ address: String, from page: String) -> String? {
        guard !address.contains(":"), !address.hasPrefix("//") else { return nil }
        let bare = plain(String(address.prefix { $0 != "?" }))
        var parts = bare.hasPrefix("/") ? [] : page.split(separator: "/").dropLast().map(String.init)
        for part in bare.split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                if parts.isEmpty { return nil }
                parts.removeLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    private static func plain(_ text: String) -> String { text.removingPercentEncoding ?? text }

    private static func stem(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let name = (parts.last ?? "").split(separator: ".").first.map(String.init) ?? ""
        guard name.lowercased() == "index" else { return name }
        return parts.dropLast().last ?? ""
    }

    /// What a folder says if it is named after a language: `en`, `zh-CN`, `pt_BR`.
    private func locale(_ folder: String) -> LocaleCode? {
        guard folder.wholeMatch(of: /[a-z]{2}([-_][A-Za-z]{2,4})?/) != nil else { return nil }
        return ForeignLanguageTag(folder).locale(among: offered)
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension HTMLElement {
    /// What a page says of itself.
    fileprivate func meta(_ name: String) -> String {
        all("meta").first { $0["name"]?.lowercased() == name }?["content"] ?? ""
    }
}
