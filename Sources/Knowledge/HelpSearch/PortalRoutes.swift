package import Base
package import Hummingbird
package import Web

/// The help centre's pages: `/`, `/help/…`, `/announcements…` and `/contact`.
package struct PortalRoutes: Sendable {
    private let articles: Articles
    private let announcements: Announcements
    private let search: HelpSearches
    private let apiShelf: APIShelf
    private let catalogue: CatalogueKeeper
    private let views: ViewCounter
    private let questions: QuestionCounter
    private let learned: LearnedSearch
    private let support: any SupportAvailability
    private let directory: any ContactDirectory
    private let topics: [String]
    private let offersMail: Bool
    private let pages: PageRenderer
    private let drawings: DiagramDrawings
    private let clock: any WallClock
    private let caches = ArticlePageCache.each()

    /// Takes the doors behind the pages.
    ///
    /// - Parameters:
    ///   - articles: What is read.
    ///   - announcements: What everybody is told.
    ///   - search: Hears of every change of the articles.
    ///   - apiShelf: The API documents, which are searched as well.
    ///   - views: Counts the articles that are opened.
    ///   - questions: Counts what is asked.
    ///   - learned: Knows what readers ask after what.
    ///   - support: Tells whether people answer now.
    ///   - directory: Knows the ways to reach the business.
    ///   - topics: What a conversation can be about, in the order in which it is offered; `other` is among them.
    ///   - offersMail: Whether announcements come by mail.
    ///   - pages: Renders.
    ///   - drawings: Draws what stands in articles as words.
    ///   - clock: Decides what is under way.
    package init(
        articles: Articles,
        announcements: Announcements,
        search: HelpSearches,
        apiShelf: APIShelf,
        views: ViewCounter,
        questions: QuestionCounter,
        learned: LearnedSearch,
        support: any SupportAvailability,
        directory: any ContactDirectory,
        topics: [String],
        offersMail: Bool,
        pages: PageRenderer,
        drawings: DiagramDrawings,
        clock: any WallClock
    ) {
        self.articles = articles
        self.announcements = announcements
        self.search = search
        self.apiShelf = apiShelf
        self.catalogue = CatalogueKeeper(articles, search: search, clock: clock)
        self.views = views
        self.questions = questions
        self.learned = learned
        self.support = support
        self.directory = directory
        self.topics = topics
        self.offersMail = offersMail
        self.pages = pages
        self.drawings = drawings
        self.clock = clock
    }

    package func register(on router: Router<WebContext>) {
        router.get("/", use: home)
        router.get("/help/search", use: results)
        router.get("/help/category/:slug", use: category)
        router.get("/help/:slug", use: article)
        router.get("/hc/:locale/articles/:article", use: zendeskArticle)
        AnnouncementRoutes(
            announcements: announcements,
            offersMail: offersMail,
            pages: pages,
            clock: clock
        ).register(on: router)
        FeedRoutes(announcements: announcements, pages: pages).register(on: router)
        ContactRoutes(
            catalogue: catalogue,
            support: support,
            directory: directory,
            topics: topics,
            pages: pages,
            clock: clock
        ).register(on: router)
        SiteRoutes(
            articles: articles,
            announcements: announcements,
            search: search,
            catalogue: catalogue,
            pages: pages
        ).register(on: router)
    }

    @Sendable private func home(_ request: Request, _ context: WebContext) async throws -> Response {
        let page = HomePage(
            try await catalogue.current(for: context.reader),
            hasAPIDocuments: !apiShelf.versions.isEmpty,
            announcements: try await announcements.list(),
            support: try await support.availability(),
            at: clock.now,
            pages.localisation,
            context.locale
        )
        return try pages.made(
            page,
            for: request,
            context,
            metadata: pages.metadata(ofHomeIn: context.locale),
            isForEverybody: context.reader == .everybody
        ).response(to: request)
    }

    @Sendable private func results(_ request: Request, _ context: WebContext) async throws -> Response {
        let question = try ResultsQuestion(request)
        let search = search.search(for: context.reader)
        let matches = search.matches(question.text, locale: context.locale)
        let entries = apiShelf.search.find(question.text, limit: ResultsPage.size)
        if question.isFirst, context.reader != .staff {
            questions.asked(
                question.text,
                in: context.locale,
                by: context.remoteAddress,
                hasFound: !matches.telling.isEmpty || !entries.isEmpty,
                after: request.questionBefore
            )
        }
        let page = ResultsPage(
            question,
            matches,
            try await catalogue.current(for: context.reader),
            apiDocuments: entries,
            alsoAsked: learned.asked(after: question.text, in: context.locale),
            related: question.isFirst
                ? search.related(to: matches, locale: context.locale, limit: ResultsPage.mostRelated) : [],
            support: try await support.availability(),
            pages.localisation,
            context.locale
        )
        // What somebody asked is no page that others are to find.
        return try pages.made(
            page,
            for: request,
            context,
            translations: question.address.translations(pages.localisation.locales),
            metadata: nil,
            isForEverybody: context.reader == .everybody
        ).response(to: request)
    }

    @Sendable private func category(_ request: Request, _ context: WebContext) async throws -> Response {
        let slug = try context.parameter("slug", as: Slug.self)
        let catalogue = try await catalogue.current(for: context.reader)
        guard let category = catalogue.category(slug) else { throw ArticleError.notFound(slug.rawValue) }
        return try pages.made(
            CategoryPage(category, catalogue, context.locale),
            for: request,
            context,
            metadata: pages.metadata(of: category, in: context.locale),
            isForEverybody: context.reader == .everybody
        ).response(to: request)
    }

    @Sendable private func article(_ request: Request, _ context: WebContext) async throws -> Response {
        let slug = try context.parameter("slug", as: Slug.self)
        // Before the article is read: what changes meanwhile makes another edition, and the page is made anew.
        let (reader, edition) = (context.reader, search.edition)
        let readership = search.readership(of: reader)
        let cache = caches[readership.visibility]
        let key = ArticlePageCache.Key(readership: readership, slug: slug, locale: context.locale)
        if let page = cache?.page(key, edition: edition) {
            count(slug, request, context)
            return page.response(to: request)
        }
        let article = try await articles.article(slug, for: reader)
        guard article.slug == slug else { return Self.moved(to: article.slug, request) }
        guard let translation = article.translation(for: context.locale) else {
            throw ArticleError.notFound(slug.rawValue)
        }
        let catalogue = try await catalogue.current(of: readership)
        let document = MarkdownDocument(translation.body, in: translation.locale)
        let drawn = await drawings.drawn(
            document,
            videos: translation.videoFigures,
            pictures: translation.picturesByName
        )
        let page = ArticlePage(
            article,
            translation,
            document,
            drawn.html,
            related: search.search(of: readership)
                .related(to: article, locale: translation.locale, limit: 5),
            catalogue,
            topics: topics,
            pages.localisation,
            context.locale
        )
        let category = catalogue.category(article.category)
        let made = try pages.made(
            page,
            for: request,
            context,
            translations: PageAddress("/help/\(slug)").translations(pages.localisation.locales),
            metadata: pages.metadata(of: article, translation, in: category, for: context.locale),
            isForEverybody: reader == .everybody
        )
        // Limits that another process has just set tell nobody apart here yet: others of the readership may not meet them.
        if drawn.isFinal, readership.sees(article.audience) { cache?.keep(made, key, edition: edition) }
        count(slug, request, context)
        return made.response(to: request)
    }

    /// That an article was opened, and that it answers a question where it was opened from what that found.
    private func count(_ slug: Slug, _ request: Request, _ context: WebContext) {
        views.count(slug)
        guard context.reader != .staff, let question = request.questionBefore else { return }
        questions.opened(question, in: context.locale, by: context.remoteAddress, article: slug) {
            search.search(for: context.reader).matches(question, locale: context.locale).position(of: slug)
        }
    }

    /// An address of Zendesk, whose articles were imported: the number in it leads to the article here.
    @Sendable private func zendeskArticle(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let name = try context.parameter("article", as: String.self)
        guard let id = Int64(name.prefix { $0.isNumber }),
            let old = Slug(rawValue: ImportedPage.zendeskSlug(id))
        else { throw ArticleError.notFound(name) }
        let article = try await articles.article(old, for: context.reader)
        let tag = try context.parameter("locale", as: String.self).lowercased()
        let locales = pages.localisation.locales
        let locale =
            locales.first { $0.rawValue.lowercased() == tag }
            ?? locales.first { tag.hasPrefix("\($0.rawValue)-") }
        let address = PageAddress("/help/\(article.slug)", ["lang": locale?.rawValue])
        return .redirect(to: address.url, type: .permanent)
    }

    /// To where an article stands now, in the language that was asked for.
    private static func moved(to slug: Slug, _ request: Request) -> Response {
        .redirect(to: PageAddress("/help/\(slug)", ["lang": request.query("lang")]).url, type: .permanent)
    }
}
