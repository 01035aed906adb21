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
    private let brand: String
    /// The modules of the layouts themselves.
    private static let layoutScripts = ["Web/Layout/layout": ["Web/Layout/layout.js"]]
    private let texts: TextTrees

    /// - `assets`: The targets' embedded files; every `.mustache` in them becomes a template.
    /// - `brand`: The operator's name, shown in header and title.
    ///
    /// Throws: ``PageError/malformedTemplate(_:_:)``: a mistake of the release.
    package init(assets: AssetLibrary, localisation: Localisation, brand: String) throws(PageError) {
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
        self.texts = TextTrees(localisation)
    }

    /// The whole page.
    ///
    /// - Throws: ``PageError/noTemplate(_:)``; encoding errors of the page.
    package func render<Content: Page>(_ page: Content, in frame: PageFrame) throws -> SafeHTML {
        var context = try TemplateValue.members(of: page)
        context["t"] = texts.tree(in: frame.locale)
        context["locale"] = frame.locale.rawValue
        context["asset_base"] = assets.base
        context["brand"] = brand
        context["path"] = frame.path
        context["title"] = page.title
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
        context["strings_json_html"] = try scriptStrings(Content.scriptStrings, frame.locale)
        context["languages"] = languages(frame)
        guard let markup = library.render(context, withTemplate: Content.layout) else {
            throw PageError.noTemplate(Content.layout)
        }
        // Templates escape every value but those named html, which their pages made safe.
        return SafeHTML(trusted: markup)
    }

    /// The page as an answer to a request, with the headers that a page has.
    package func response<Content: Page>(
        _ page: Content,
        for request: Request,
        _ context: WebContext,
        translations: [LocaleCode: String] = [:],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let frame = PageFrame(locale: context.locale, path: request.uri.path, translations: translations)
        do {
            var response = Response.html(try render(page, in: frame), status: status)
            response.headers[.contentLanguage] = context.locale.rawValue
            response.headers[.cacheControl] = "no-cache"
            if Content.isEmbeddable { response.headers[.contentSecurityPolicy] = ContentPolicy.embeddable }
            return response
        } catch {
            context.logger.error("page \(Content.template) could not be rendered: \(error)")
            return Response(ProblemMiddleware.problem(for: .internalServerError), instance: context.id)
        }
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

    /// The strings for scripts as JSON that cannot end its own element.
    private func scriptStrings(_ prefixes: [String], _ locale: LocaleCode) throws -> String {
        let wanted = localisation.all(in: locale).filter { entry in
            prefixes.contains { entry.key.hasPrefix($0) }
        }
        return String(decoding: try WireJSON.encode(wanted), as: UTF8.self)
            .replacingOccurrences(of: "<", with: "\\u003c")
    }
}

/// Why a page could not be made; each is a mistake of the release.
package enum PageError: Error {
    case malformedTemplate(String, String)
    case noTemplate(String)
}

/// Texts by locale, dotted keys nested, as `{{t.home.title}}` looks them up; made anew when the installation changed its
/// own.
private final class TextTrees: Sendable {
    private let localisation: Localisation
    private let made: Mutex<(revision: Int, trees: [LocaleCode: TextTree])>

    init(_ localisation: Localisation) {
        self.localisation = localisation
        self.made = Mutex(Self.make(of: localisation))
    }

    private static func make(of localisation: Localisation) -> (revision: Int, trees: [LocaleCode: TextTree])
    {
        let revision = localisation.own.revision
        let trees = localisation.locales.map { ($0, TextTree(localisation.all(in: $0))) }
        return (revision, Dictionary(uniqueKeysWithValues: trees))
    }

    /// - Returns: English for a locale that there is no strings file of.
    func tree(in locale: LocaleCode) -> TextTree? {
        made.withLock { made in
            if made.revision != localisation.own.revision { made = Self.make(of: localisation) }
            return made.trees[locale] ?? made.trees[.english]
        }
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
