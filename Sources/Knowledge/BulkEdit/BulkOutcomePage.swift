import Base
import Web

/// What will happen to how many articles, to be said yes to; or what has happened.
struct BulkOutcomePage: Page {
    static let template = "Knowledge/BulkEdit/bulk-outcome"
    static let layout = "Web/Layout/bare"
    static let styles = ["Web/Design/desk-page.css", "Knowledge/BulkEdit/bulk-edit.css"]

    struct Row: Codable, Sendable {
        let title: String
        let locale: String
        let url: String
        /// How it was, or why it fails.
        let words: String
    }

    struct List: Codable, Sendable {
        let id: String
        let heading: String
        let help: String
        let rows: [Row]
    }

    struct Field: Codable, Sendable {
        let name: String
        let value: String
    }

    let title: String
    /// What is changed, in a sentence.
    let what: String
    let isDone: Bool
    let isAllDone: Bool
    let canDo: Bool
    let press: String
    let lists: [List]
    /// The form as it was sent.
    let fields: [Field]

    init(
        _ change: BulkChange,
        _ outcomes: [BulkEdit.Outcome],
        isDone: Bool,
        _ sent: BulkEditForm,
        _ names: BulkNames,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let words = BulkWords(change: change, names: names, localisation: localisation, locale: locale)
        let changed = outcomes.filter { $0.state == .changed }
        let same = outcomes.filter { $0.state == .same }
        let failed = outcomes.filter { $0.state != .changed && $0.state != .same }
        self.title = localisation.text(isDone ? "bulk.done" : "bulk.confirm", in: locale)
        self.what = words.what
        self.isDone = isDone
        self.isAllDone = isDone && failed.isEmpty
        self.canDo = !isDone && !changed.isEmpty
        self.press = localisation.plural("bulk.press", count: changed.count, in: locale)
        self.lists = [
            ("failed", failed), ("changed", changed), ("same", same),
        ].compactMap { kind, outcomes -> List? in
            guard !outcomes.isEmpty else { return nil }
            let key =
                kind == "changed" && isDone ? "changed_now" : kind == "failed" && !isDone ? "refused" : kind
            return List(
                id: "bulk-\(kind)",
                heading: localisation.plural("bulk.list.\(key)", count: outcomes.count, in: locale),
                help: kind == "failed" ? localisation.text("bulk.failed_help", in: locale) : "",
                rows: outcomes.map { words.row($0, isDone: isDone) }
            )
        }
        self.fields =
            BulkEditForm.names.filter { !BulkEditForm.presses.contains($0) && $0 != "article" }.compactMap {
                name in
                sent[name].map { Field(name: name, value: $0) }
            } + sent.articles.map { Field(name: "article", value: $0) }
    }
}

/// A change in words.
private struct BulkWords {
    let change: BulkChange
    let names: BulkNames
    let localisation: Localisation
    let locale: LocaleCode

    private func text(_ key: String, _ values: [String: String] = [:]) -> String {
        localisation.text(key, in: locale, values)
    }

    private var nobody: String { text("knowledge.nobody") }

    private func day(_ time: Instant?) -> String {
        time?.text(in: locale, to: .day) ?? text("bulk.no_date")
    }

    private func language(_ code: LocaleCode?) -> String {
        code.map { localisation.text("language.name", in: $0) } ?? text("bulk.every_language")
    }

    /// What is done, in a sentence.
    var what: String {
        switch change {
        case .category(let slug): text("bulk.what.category", ["to": names.category(slug)])
        case .owner(let owner):
            text("bulk.what.owner", ["to": owner.flatMap(names.owner) ?? nobody])
        case .reviewBy(let time): text("bulk.what.review", ["to": day(time)])
        case .audience(let audience):
            text("bulk.what.visibility", ["to": audience.words(localisation, locale)])
        case .addKeyword(let word, let code):
            text("bulk.what.add_keyword", ["word": word, "language": language(code)])
        case .removeKeyword(let word, let code):
            text("bulk.what.remove_keyword", ["word": word, "language": language(code)])
        case .archive: text("bulk.what.archive")
        case .reopen: text("bulk.what.reopen")
        }
    }

    func row(_ outcome: BulkEdit.Outcome, isDone: Bool) -> BulkOutcomePage.Row {
        let article = outcome.article
        let shown = article?.text(in: locale) ?? article?.texts.first
        let name = shown?.text.title ?? ""
        return BulkOutcomePage.Row(
            title: article == nil ? outcome.id.description : name.isEmpty ? text("knowledge.untitled") : name,
            locale: shown?.locale.rawValue ?? locale.rawValue,
            url: "/desk/knowledge#\(outcome.id)",
            words: words(of: outcome, isDone: isDone)
        )
    }

    private func words(of outcome: BulkEdit.Outcome, isDone: Bool) -> String {
        if case .failed(let code, _) = outcome.state {
            return text(Self.told.contains(code) ? "bulk.failed.\(code)" : "bulk.failed.other")
        }
        guard let settings = outcome.article?.settings, !isDone, outcome.state == .changed else { return "" }
        switch change {
        case .category: return text("bulk.was", ["what": names.category(settings.category)])
        case .owner: return text("bulk.was", ["what": outcome.article?.ownerName ?? nobody])
        case .reviewBy: return text("bulk.was", ["what": day(settings.reviewBy)])
        case .audience:
            return text("bulk.was", ["what": settings.audience.words(localisation, locale)])
        case .addKeyword, .removeKeyword, .archive, .reopen: return ""
        }
    }

    private static let told: Set = [
        "article_not_found", "translation_not_found", "stage_not_allowed", "invalid_field",
    ]
}
