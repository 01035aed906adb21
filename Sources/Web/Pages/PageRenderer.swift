package import Base
import Foundation
import Logging
package import HTTPTypes
package import Hummingbird
import Mustache
import Synchronization

/// Renders pages: template, strings, layout.
package struct PageRenderer: Sendable {
    package let localisation: Localisation
    private let library: MustacheLibrary
    private let assets: AssetLibrary
    package let brand: Brand
    /// Where everybody reaches this installation, for whole addresses; nil where it was not said.
    package let site: SiteOrigin?
    private let policy: BrowserPolicy
    /// The modules of the layouts themselves.
    private static let layoutScripts = ["Web/Layout/layout": ["Web/Layout/layout.js"]]
    private let texts: PageTexts
    /// What layouts show beside a page's title: a page's member of such a name would be hidden, or shown in their place.
    private static let ownNames: Set<String> = [
        "t", "locale", "asset_base", "nonce", "brand", "logo_url", "logo_width", "logo_height",
        "has_brand_style",
        "brand_footer", "path", "content_html", "styles", "scripts", "preloads", "has_script_strings",
        "strings_json_html", "languages", "metadata",
    ]

    /// - `assets`: The targets' embedded files; every `.mustache` in them becomes a template.
    /// - `brand`: Whose pages they are.
    /// - `site`: Where everybody reaches this installation.
    /// - `policy`: What browsers are told of each page.
    ///
    /// Throws: ``PageError/malformedTemplate(_:_:)``: a mistake of the release.
    package init(
        assets: AssetLibrary,
        localisation: Localisation,
        brand: Brand,
        site: SiteOrigin? = nil,
        policy: BrowserPolicy = BrowserPolicy()
    ) throws(PageError) {
        var templates: [String: MustacheTemplate] = [:]
        for (path, text) in assets.templates {
            do {
                templates[path] = try MustacheTemplate(string: text)
            } catch {
                throw .malformedTemplate(path, String(describing: error))
            }
        }
        self.library = MustacheLibrary(templates: templates)
        self.assets = assets
        self.localisation = localisation
        self.brand = brand
        self.site = site
        self.policy = policy
        self.texts = PageTexts(localisation)
    }

    /// The whole page.
    ///
    /// - Throws: ``PageError/noTemplate(_:)``, ``PageError/reservedMember(_:_:)``; encoding errors of the page.
    package func render<Content: Page>(_ page: Content, in frame: PageFrame) throws -> SafeHTML {
        var context = try TemplateValue.members(of: page)
        if let name = context.keys.first(where: Self.ownNames.contains) {
            throw PageError.reservedMember(Content.template, name)
        }
        context["t"] = texts.tree(in: frame.locale)
        context["locale"] = frame.locale.rawValue
        context["asset_base"] = assets.base
        context["nonce"] = frame.nonce
        show(brand, in: &context, frame.locale)
        context["path"] = frame.path
        context["title"] = page.title
        context["languages"] = languages(frame)
        guard let content = library.render(context, withTemplate: Content.template) else {
            throw PageError.noTemplate(Content.template)
        }
        context["content_html"] = content
        context["styles"] = Content.styles
        let scripts = Self.layoutScripts[Content.layout, default: []] + Content.scripts
        context["scripts"] = scripts
        // A browser reads in a module what that imports: without this list each depth would cost a round trip.
        context["preloads"] = assets.modules.reached(from: scripts)
        context["has_script_strings"] = !Content.scriptStrings.isEmpty
        context["strings_json_html"] = try texts.json(of: Content.scriptStrings, in: frame.locale)
        // Other sites show no drawings.
        let picture = brand.logo?.ending == "png" ? logoAddress : nil
        context["metadata"] = try frame.metadata?.members(title: page.title, site: site, picture: picture)
        guard let markup = library.render(context, withTemplate: Content.layout) else {
            throw PageError.noTemplate(Content.layout)
        }
        // Templates escape every value but those named html, which their pages made safe.
        return SafeHTML(trusted: markup)
    }

    /// The page as an answer to a request, with the headers that a page has; search engines are told to pass it over.
    package func response<Content: Page>(
        _ page: Content,
        for request: Request,
        _ context: WebContext,
        translations: [LocaleCode: String] = [:],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let frame = PageFrame(
            locale: context.locale,
            path: request.uri.path,
            translations: translations,
            nonce: BrowserPolicy.makeNonce()
        )
        do {
            var response = Response.html(try render(page, in: frame), status: status)
            response.headers.append(contentsOf: headers(of: Content.self, in: frame, request))
            response.headers[.cacheControl] = "no-cache"
            return response
        } catch {
            context.logger.error("page \(Content.template) could not be rendered: \(error)")
            return Response(ProblemMiddleware.problem(for: .internalServerError), instance: context.id)
        }
    }

    /// The page as it is sent to many.
    ///
    /// - Parameters:
    ///   - page: What it shows depends on its address, its language and who may read it, and on nothing else of the reader.
    ///   - request: For the address.
    ///   - context: For the language.
    ///   - translations: Where each language of it is found, when it is elsewhere than `?lang=`.
    ///   - metadata: What search engines are told; nil for a page that they are to pass over.
    ///   - isForEverybody: Whether everybody may read it.
    /// - Returns: The page with its headers.
    /// - Throws: As ``render(_:in:)``.
    package func made<Content: Page>(
        _ page: Content,
        for request: Request,
        _ context: WebContext,
        translations: [LocaleCode: String] = [:],
        metadata: PageMetadata?,
        isForEverybody: Bool = true
    ) throws -> MadePage {
        let frame = PageFrame(
            locale: context.locale,
            path: request.uri.path,
            translations: translations,
            nonce: BrowserPolicy.makeNonce(),
            metadata: isForEverybody ? metadata : nil
        )
        let markup = try render(page, in: frame).markup
        // The nonce differs each time, what the page says does not.
        let said = markup.replacingOccurrences(of: frame.nonce, with: "")
        let type = "text/html; charset=utf-8"
        let content = SharedContent(markup.utf8, type: type, weakTag: SharedContent.hash(said.utf8))
        return MadePage(
            content,
            headers(of: Content.self, in: frame, request),
            isForEverybody: isForEverybody
        )
    }

    private func headers<Content: Page>(
        of kind: Content.Type,
        in frame: PageFrame,
        _ request: Request
    ) -> HTTPFields {
        var headers: HTTPFields = [.contentLanguage: frame.locale.rawValue]
        headers[.contentSecurityPolicy] = policy.content(
            nonce: frame.nonce,
            host: request.head.authority,
            isEmbeddable: kind.isEmbeddable
        )
        // A site that isolates itself shows nothing of others that does not say it may.
        if kind.isEmbeddable { headers[.crossOriginResourcePolicy] = "cross-origin" }
        return headers
    }

    /// Where the operator's logo is, without host; nil where they have none.
    package var logoAddress: String? { brand.logoPath.map { "\(assets.base)/\($0)" } }

    private func show(_ brand: Brand, in context: inout [String: Any], _ locale: LocaleCode) {
        context["brand"] = brand.name
        context["logo_url"] = logoAddress ?? "\(assets.base)/Web/Design/favicon.svg"
        // A browser leaves a place of that shape while the picture comes.
        let size = brand.logo?.size ?? (width: 32, height: 32)
        context["logo_width"] = size.width
        context["logo_height"] = size.height
        context["has_brand_style"] = brand.hasStyle
        guard let footer = brand.footer(for: locale) else { return }
        context["brand_footer"] =
            [
                "text": footer.text ?? "", "has_text": footer.text?.isEmpty == false,
                "links": (footer.links ?? []).map { ["name": $0.name, "url": $0.url] },
            ] as [String: Any]
    }

    private func languages(_ frame: PageFrame) -> [[String: Any]] {
        localisation.locales.map { locale in
            [
                "code": locale.rawValue,
                "name": localisation.text("language.name", in: locale),
                "url": frame.translations[locale] ?? "\(frame.path)?lang=\(locale.rawValue)",
                "current": locale == frame.locale,
            ]
        }
    }
}

/// Why a page could not be made; each is a mistake of the release.
package enum PageError: Error, Equatable {
    case malformedTemplate(String, String)
    case noTemplate(String)
    /// A page has a member that is named like one of the layout's.
    case reservedMember(String, String)
}

/// The texts of pages; made anew when the installation changed its own.
private final class PageTexts: Sendable {
    private struct Made {
        let revision: Int
        /// Texts by locale, dotted keys nested, as `{{t.home.title}}` looks them up.
        let trees: [LocaleCode: TextTree]
        /// What scripts read, by locale and the beginnings of its keys: one for each kind of page.
        var json: [LocaleCode: [[String]: String]] = [:]

        init(_ localisation: Localisation) {
            revision = localisation.own.revision
            // English too where it is not offered: a page whose language is none of these is in it.
            let locales = Set(localisation.locales + [.english])
            let trees = locales.map { ($0, TextTree(localisation.all(in: $0))) }
            self.trees = Dictionary(uniqueKeysWithValues: trees)
        }
    }

    private let localisation: Localisation
    private let made: Mutex<Made>

    init(_ localisation: Localisation) {
        self.localisation = localisation
        self.made = Mutex(Made(localisation))
    }

    /// - Returns: English for a locale that there is no strings file of.
    func tree(in locale: LocaleCode) -> TextTree? {
        made.withLock { made in
            renew(&made)
            return made.trees[locale] ?? made.trees[.english]
        }
    }

    /// The texts whose keys begin so, as JSON that may stand in a page.
    ///
    /// - Throws: Never for texts, which always encode.
    func json(of prefixes: [String], in locale: LocaleCode) throws -> String {
        if let known = made.withLock({ made in
            renew(&made)
            return made.json[locale]?[prefixes]
        }) {
            return known
        }
        let revision = localisation.own.revision
        let wanted = localisation.all(in: locale).filter { entry in
            prefixes.contains { entry.key.hasPrefix($0) }
        }
        let json = String(decoding: try WireJSON.encode(wanted), as: UTF8.self)
            .replacingOccurrences(of: "<", with: "\\u003c")
        made.withLock { made in
            // Kept for the locales that there are: of others there is no end.
            if made.revision == revision, made.trees[locale] != nil {
                made.json[locale, default: [:]][prefixes] = json
            }
        }
        return json
    }

    private func renew(_ made: inout Made) {
        if made.revision != localisation.own.revision { made = Made(localisation) }
    }
}

/// Dotted keys as a tree: `home.title` is found as `home`, then `title`.
private struct TextTree: MustacheParent, MustacheCustomRenderable, Sendable {
    private var text: String?
    private var children: [String: TextTree] = [:]

    init(_ texts: [String: String]) {
        for (key, text) in texts {
            insert(text, at: key.split(separator: ".")[...])
        }
    }

    private mutating func insert(_ text: String, at path: ArraySlice<Substring>) {
        guard let name = path.first else {
            self.text = text
            return
        }
        children[String(name), default: TextTree([:])].insert(text, at: path.dropFirst())
    }

    func child(named name: String) -> Any? { children[name] }

    var renderText: String { text ?? "" }
    var isNull: Bool { false }
}
