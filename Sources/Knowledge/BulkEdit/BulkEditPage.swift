import Base
import People
import Web

/// What can be chosen, by the names that people know.
struct BulkNames: Sendable {
    struct Named: Sendable {
        let value: String
        let name: String
    }

    let categories: [Named]
    let owners: [Named]

    func category(_ slug: Slug) -> String {
        categories.first { $0.value == slug.rawValue }?.name ?? slug.rawValue
    }

    func owner(_ id: ID<Agent>) -> String? {
        owners.first { $0.value == id.description }?.name
    }
}

/// Which articles are shown to choose from.
struct BulkEditQuery: Sendable {
    /// As the list of articles names them: a field and its value.
    static let views = [
        "", "stage=review", "stage=draft", "stage=scheduled", "stage=published", "stage=archived",
        "out_of_date=true", "due=true", "owner=me",
    ]

    let words: String
    let view: String
    let category: String
    let locale: String

    init(words: String?, view: String?, category: String?, locale: String?) {
        self.words = String((words ?? "").prefix(100))
        self.view = view.flatMap { Self.views.contains($0) ? $0 : nil } ?? ""
        self.category = category ?? ""
        self.locale = locale ?? ""
    }

    func filter(of agent: Agent) -> WorkingArticleFilter {
        var filter = WorkingArticleFilter()
        filter.words = words
        filter.category = Slug(rawValue: category)
        filter.locale = LocaleCode(rawValue: locale)
        let parts = view.split(separator: "=")
        switch parts.first {
        case "stage": filter.stage = parts.last.flatMap { TranslationStage(rawValue: String($0)) }
        case "out_of_date": filter.isOutOfDate = true
        case "due": filter.isDue = true
        case "owner": filter.owner = agent.id
        default: break
        }
        return filter
    }
}

/// Articles to choose from, and what can be changed of several; a form that needs no script.
struct BulkEditPage: Page {
    static let template = "Knowledge/BulkEdit/bulk-edit"
    static let layout = "Web/Layout/bare"
    static let styles = ["Web/Design/desk-page.css", "Knowledge/BulkEdit/bulk-edit.css"]
    static let scripts = ["Knowledge/BulkEdit/bulk-edit.js"]
    static let scriptStrings = ["bulk.chosen"]

    struct Choice: Codable, Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    struct Item: Codable, Sendable {
        struct Text: Codable, Sendable {
            let words: String
            let kind: String
        }

        let id: String
        let title: String
        let locale: String
        let url: String
        let facts: String
        let texts: [Text]
        let isChosen: Bool
    }

    /// What of the list is shown, and what was chosen of the rest of it.
    struct Part {
        let articles: [WorkingArticle]
        let chosenElsewhere: [WorkingArticle]
        /// Where it begins; nil for the beginning.
        let at: WorkingArticleCursor?
        /// Where the next one begins; nil at the end.
        let next: WorkingArticleCursor?
    }

    let title: String
    let words: String
    let view: String
    let shelf: String
    let language: String
    let views: [Choice]
    let shelves: [Choice]
    let languageChoices: [Choice]
    let hasArticles: Bool
    let articles: [Item]
    /// Whether there is something to be done with any.
    let hasForm: Bool
    let hasElsewhere: Bool
    let elsewhere: [Item]
    let at: String
    let hasBefore: Bool
    let hasMore: Bool
    let next: String
    let hasProblem: Bool
    let problem: String
    /// What was chosen to be done, by its name.
    let chosen: [String: Bool]
    let categories: [Choice]
    let owners: [Choice]
    let audiences: [Choice]
    let tiers: String
    let regions: String
    let keywordLanguages: [Choice]
    let reviewBy: String
    let keyword: String

    init(
        _ part: Part,
        _ query: BulkEditQuery,
        _ sent: BulkEditForm,
        _ names: BulkNames,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        func text(_ key: String) -> String { localisation.text(key, in: locale) }
        func choices(_ named: [BulkNames.Named], _ chosen: String?) -> [Choice] {
            named.map { Choice(value: $0.value, name: $0.name, isChosen: $0.value == chosen) }
        }
        func languages(_ any: String, _ chosen: String?) -> [Choice] {
            let all = localisation.locales.map {
                BulkNames.Named(value: $0.rawValue, name: localisation.text("language.name", in: $0))
            }
            return choices([.init(value: "", name: any)] + all, chosen)
        }
        self.title = text("bulk.title")
        (self.words, self.view, self.shelf, self.language) = (
            query.words, query.view, query.category, query.locale
        )
        self.views = BulkEditQuery.views.map { view in
            let parts = view.split(separator: "=")
            let name =
                parts.isEmpty
                ? "all" : parts[0] == "owner" ? "mine" : parts[0] == "stage" ? parts[1] : parts[0]
            return Choice(value: view, name: text("knowledge.view.\(name)"), isChosen: view == query.view)
        }
        self.shelves = choices(
            [.init(value: "", name: text("knowledge.any_category"))] + names.categories,
            query.category
        )
        self.languageChoices = languages(text("knowledge.any_language"), query.locale)
        let chosenArticles = Set(sent.articles)
        func items(_ articles: [WorkingArticle]) -> [Item] {
            articles.map { Item($0, chosenArticles, names, localisation, locale) }
        }
        self.articles = items(part.articles)
        self.elsewhere = items(part.chosenElsewhere)
        self.hasArticles = !articles.isEmpty
        self.hasElsewhere = !elsewhere.isEmpty
        self.hasForm = hasArticles || hasElsewhere
        self.at = part.at?.description ?? ""
        self.hasBefore = part.at != nil
        self.hasMore = part.next != nil
        self.next = part.next?.description ?? ""
        self.hasProblem = sent.problem != nil
        self.problem = sent.problem.map { Self.words(of: $0, localisation, locale) } ?? ""
        self.chosen = Dictionary(
            uniqueKeysWithValues: BulkFields.Action.allCases.map {
                ($0.rawValue, $0.rawValue == sent["action"])
            }
        )
        self.categories = choices(names.categories, sent["category"])
        self.owners = choices(
            [.init(value: "", name: text("knowledge.nobody"))] + names.owners,
            sent["owner"]
        )
        self.audiences = choices(
            Audience.Visibility.allCases.map {
                .init(value: $0.rawValue, name: text("knowledge.visibility.\($0.rawValue)"))
            },
            sent["visibility"]
        )
        self.tiers = sent["tiers"] ?? ""
        self.regions = sent["regions"] ?? ""
        self.keywordLanguages = languages(text("bulk.every_language"), sent["keyword_locale"])
        self.reviewBy = sent["review_by"] ?? ""
        self.keyword = sent["keyword"] ?? ""
    }

    private static func words(
        of error: AuthoringError,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) -> String {
        let field =
            switch error {
            case .invalid(let field, _): field
            case .categoryUnknown: "category"
            case .ownerUnknown: "owner"
            default: "action"
            }
        return localisation.text("bulk.refused.\(field)", in: locale, ["most": String(BulkEdit.most)])
    }
}

extension BulkEditPage.Item {
    init(
        _ article: WorkingArticle,
        _ chosen: Set<String>,
        _ names: BulkNames,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            localisation.text(key, in: locale, values)
        }
        let settings = article.settings
        let shown = article.text(in: locale) ?? article.texts.first
        let name = shown?.text.title ?? ""
        let facts: [String?] = [
            names.category(settings.category),
            settings.audience == .everybody ? nil : settings.audience.words(localisation, locale),
            article.ownerName,
            settings.reviewBy.map { text("bulk.review_by", ["date": $0.text(in: locale, to: .day)]) },
        ]
        self.id = article.id.description
        self.title = name.isEmpty ? text("knowledge.untitled") : name
        self.locale = shown?.locale.rawValue ?? locale.rawValue
        self.url = "/desk/knowledge#\(article.id)"
        self.facts = facts.compactMap(\.self).joined(separator: " · ")
        self.texts = article.texts.map { one in
            let language = localisation.text("language.name", in: one.locale)
            let kind =
                switch one.stage {
                case .published: "badge--success"
                case .review: "badge--info"
                case .scheduled: "badge--accent"
                case .draft, .archived: ""
                }
            return Text(words: "\(language): \(text("knowledge.stage.\(one.stage.rawValue)"))", kind: kind)
        }
        self.isChosen = chosen.contains(article.id.description)
    }
}
