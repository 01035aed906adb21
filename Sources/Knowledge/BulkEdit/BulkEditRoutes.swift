import Base
import HTTPTypes
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/articles/bulk` and `/desk/knowledge/bulk`: the same change to several articles, for those who publish.
package struct BulkEditRoutes: Sendable {
    private struct Body: Decodable {
        let articles: [String]
        let dryRun: Bool?
        let fields: BulkFields

        private enum CodingKeys: CodingKey {
            case articles, dryRun
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.articles = try container.decode([String].self, forKey: .articles)
            self.dryRun = try container.decodeIfPresent(Bool.self, forKey: .dryRun)
            self.fields = try BulkFields(from: decoder)
        }
    }

    private static let path = "/desk/knowledge/bulk"
    private static let pageSize = 100

    private let bulk: BulkEdit
    private let pages: PageRenderer

    package init(bulk: BulkEdit, pages: PageRenderer) {
        self.bulk = bulk
        self.pages = pages
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.post("articles/bulk", needs: .articlesEdit, use: change)
        router.get("/desk/knowledge/bulk", use: choose)
        router.post("/desk/knowledge/bulk", use: sent)
    }

    // MARK: - API

    @Sendable private func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(Body.self)
        let change = try body.fields.change()
        let ids = try Self.ids(body.articles)
        let outcomes =
            body.dryRun == true
            ? try await bulk.preview(change, of: ids)
            : try await bulk.perform(change, on: ids, by: context.agent, from: context.web.remoteAddress)
        return try .json(BulkOutcomesView(outcomes))
    }

    // MARK: - Page

    @Sendable private func choose(_ request: Request, _ context: WebContext) async throws -> Response {
        guard context.agent != nil else { return .toDeskSignIn }
        let agent = try editor(context)
        let query = BulkEditQuery(
            words: request.query("q"),
            view: request.query("view"),
            category: request.query("category"),
            locale: request.query("locale")
        )
        return try await choice(query, BulkEditForm(), at: nil, request, context, agent)
    }

    /// A form that was filled in: to be looked at once more, or to be done.
    @Sendable private func sent(_ request: Request, _ context: WebContext) async throws -> Response {
        guard context.agent != nil else { return .toDeskSignIn }
        let agent = try editor(context)
        let sent = BulkEditForm(try await request.formValues(BulkEditForm.names))
        let query = BulkEditQuery(
            words: sent["q"],
            view: sent["view"],
            category: sent["shelf"],
            locale: sent["language"]
        )
        if let turn = sent["turn"] {
            return try await choice(query, sent, at: turn, request, context, agent)
        }
        guard sent["step"] != "choose" else {
            return try await choice(query, sent, at: sent["at"], request, context, agent)
        }
        let change: BulkChange
        let outcomes: [BulkEdit.Outcome]
        let isDone = sent["step"] == "do"
        do {
            change = try sent.fields().change()
            let ids = try Self.ids(sent.articles)
            outcomes =
                isDone
                ? try await bulk.perform(change, on: ids, by: agent, from: context.remoteAddress)
                : try await bulk.preview(change, of: ids)
        } catch let error as AuthoringError {
            var told = sent
            told.problem = error
            return try await choice(query, told, at: sent["at"], request, context, agent)
        }
        let names = try await names(context.locale)
        let page = BulkOutcomePage(
            change,
            outcomes,
            isDone: isDone,
            sent,
            names,
            pages.localisation,
            context.locale
        )
        return pages.deskResponse(page, for: request, context)
    }

    /// A part of the articles of a query, what was chosen of other parts, and the form as it was filled in.
    ///
    /// - `place`: Where the part begins; the first where that is none.
    private func choice(
        _ query: BulkEditQuery,
        _ sent: BulkEditForm,
        at place: String?,
        _ request: Request,
        _ context: WebContext,
        _ agent: Agent
    ) async throws -> Response {
        let cursor = place.flatMap(WorkingArticleCursor.init)
        let found = try await bulk.authoring.list(
            query.filter(of: agent),
            after: cursor,
            limit: Self.pageSize
        )
        let shown = Set(found.articles.map(\.id))
        let chosen = sent.articles.compactMap { ID<Article>($0) }.filter { !shown.contains($0) }
        let others = try await bulk.articles(chosen)
        let page = BulkEditPage(
            BulkEditPage.Part(
                articles: found.articles,
                chosenElsewhere: chosen.compactMap { others[$0] },
                at: cursor,
                next: found.next
            ),
            query,
            sent,
            try await names(context.locale),
            pages.localisation,
            context.locale
        )
        var response = pages.deskResponse(page, for: request, context)
        if sent.problem != nil { response.status = .unprocessableContent }
        return response
    }

    private func names(_ locale: LocaleCode) async throws -> BulkNames {
        BulkNames(
            categories: try await bulk.authoring.categories().map {
                .init(value: $0.slug.rawValue, name: $0.name(for: locale).name)
            },
            owners: try await bulk.authoring.owners().map {
                .init(value: $0.id.description, name: $0.name)
            }
        )
    }

    private func editor(_ context: WebContext) throws -> Agent {
        guard let agent = context.agent, Permission.articlesEdit.isGranted(to: agent.role) else {
            throw AgentError.notPermitted(.articlesEdit)
        }
        return agent
    }

    private static func ids(_ texts: [String]) throws(AuthoringError) -> [ID<Article>] {
        var ids: [ID<Article>] = []
        for text in texts {
            guard let id = ID<Article>(text) else {
                throw .invalid(field: "articles", "ids of articles")
            }
            ids.append(id)
        }
        guard !ids.isEmpty else { throw .invalid(field: "articles", "at least one") }
        return ids
    }
}

/// What a form held.
struct BulkEditForm: Sendable {
    static let names = [
        "step", "article", "action", "category", "owner", "review_by", "visibility", "tiers", "regions",
        "keyword", "keyword_locale",
        "q", "view", "shelf", "language", "at", "turn",
    ]
    /// What says only which button was pressed.
    static let presses: Set = ["step", "turn"]

    private let values: [String: [String]]
    /// Why it could not be taken.
    var problem: AuthoringError?

    init(_ values: [String: [String]] = [:]) {
        self.values = values
    }

    subscript(name: String) -> String? { values[name]?.first }

    var articles: [String] { values["article"] ?? [] }

    private func names(_ field: String) -> [String] {
        (self[field] ?? "").split(whereSeparator: Tier.separators.contains).map(String.init)
    }

    func fields() throws(AuthoringError) -> BulkFields {
        guard let action = self["action"].flatMap(BulkFields.Action.init(rawValue:)) else {
            throw .invalid(field: "action", "what is to be done")
        }
        var fields = BulkFields(action: action)
        fields.category = self["category"]
        fields.owner = self["owner"]
        fields.visibility = self["visibility"].flatMap(Audience.Visibility.init(rawValue:))
        fields.tiers = names("tiers")
        fields.regions = names("regions")
        fields.keyword = self["keyword"]
        fields.locale = self["keyword_locale"]
        if action == .review, let day = self["review_by"], !day.isEmpty {
            guard let time = Instant(rfc3339: "\(day)T00:00:00Z") else {
                throw .invalid(field: "review_by", "a date")
            }
            fields.reviewBy = time
        }
        return fields
    }
}

/// What became of each, as the API tells it.
private struct BulkOutcomesView: Encodable {
    struct Outcome: Encodable {
        let article: String
        let title: String?
        let outcome: String
        let code: String?
        let detail: String?
    }

    let changed: Int
    let same: Int
    let failed: Int
    let data: [Outcome]

    init(_ outcomes: [BulkEdit.Outcome]) {
        let data = outcomes.map { outcome -> Outcome in
            let title = outcome.article?.texts.first?.text.title
            let id = outcome.id.description
            switch outcome.state {
            case .changed:
                return Outcome(article: id, title: title, outcome: "changed", code: nil, detail: nil)
            case .same: return Outcome(article: id, title: title, outcome: "same", code: nil, detail: nil)
            case .failed(let code, let detail):
                return Outcome(article: id, title: title, outcome: "failed", code: code, detail: detail)
            }
        }
        self.data = data
        func count(_ name: String) -> Int { data.count { $0.outcome == name } }
        self.changed = count("changed")
        self.same = count("same")
        self.failed = count("failed")
    }
}
