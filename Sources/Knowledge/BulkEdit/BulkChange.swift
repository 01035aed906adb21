import Base
import People

/// What is to be changed of several articles.
enum BulkChange: Sendable, Hashable {
    case category(Slug)
    /// Nil for nobody.
    case owner(ID<Agent>?)
    /// Nil for no date.
    case reviewBy(Instant?)
    /// All of it: limits that an article has go where none are said.
    case audience(Audience)
    /// In one language; nil for all that an article has.
    case addKeyword(String, LocaleCode?)
    case removeKeyword(String, LocaleCode?)
    case archive
    case reopen

    /// What comes of it for one article, as far as can be said before.
    enum Prospect: Sendable, Hashable {
        case changes
        /// It is so already.
        case same
        /// A text waits for its time: it is published exactly as it is.
        case scheduled
        /// There is no text of the language that readers see or somebody writes.
        case noText
    }

    func prospect(of article: WorkingArticle) -> Prospect {
        let settings = article.settings
        switch self {
        case .category(let category): return settings.category == category ? .same : .changes
        case .owner(let owner): return settings.owner == owner ? .same : .changes
        case .reviewBy(let time): return settings.reviewBy == time ? .same : .changes
        case .audience(let audience): return settings.audience == audience ? .same : .changes
        case .addKeyword(let word, let locale): return prospect(of: article, locale) { $0.contains(word) }
        case .removeKeyword(let word, let locale): return prospect(of: article, locale) { !$0.contains(word) }
        case .archive: return article.texts.allSatisfy { $0.stage == .archived } ? .same : .changes
        case .reopen: return article.texts.contains { $0.stage == .archived } ? .changes : .same
        }
    }

    private func prospect(
        of article: WorkingArticle,
        _ locale: LocaleCode?,
        _ isSo: ([String]) -> Bool
    ) -> Prospect {
        let texts = article.texts.filter { (locale ?? $0.locale) == $0.locale && $0.stage != .archived }
        guard !texts.isEmpty else { return .noText }
        let others = texts.filter { !isSo($0.text.keywords) }
        if others.isEmpty { return .same }
        return others.contains { $0.stage == .scheduled } ? .scheduled : .changes
    }
}

/// What is to be changed, as a form or a program says it.
struct BulkFields: Sendable, Decodable {
    enum Action: String, Sendable, CaseIterable, Decodable {
        case category, owner, review, visibility, archive, reopen
        case addKeyword = "add_keyword"
        case removeKeyword = "remove_keyword"
    }

    let action: Action
    var category: String?
    var owner: String?
    var reviewBy: Instant?
    var visibility: Audience.Visibility?
    var tiers: [String]?
    var regions: [String]?
    var keyword: String?
    var locale: String?

    /// - Throws: ``AuthoringError/invalid(field:_:)``, ``AuthoringError/categoryUnknown(_:)``, ``AuthoringError/ownerUnknown``.
    func change() throws(AuthoringError) -> BulkChange {
        switch action {
        case .category:
            guard let slug = category.flatMap(Slug.init(rawValue:)) else {
                throw .categoryUnknown(category ?? "")
            }
            return .category(slug)
        case .owner:
            guard let owner, !owner.isEmpty else { return .owner(nil) }
            guard let id = ID<Agent>(owner) else { throw .ownerUnknown }
            return .owner(id)
        case .review: return .reviewBy(reviewBy)
        case .visibility:
            guard let visibility else { throw .invalid(field: "visibility", "who may read them") }
            return .audience(try Audience(visibility, tiers: tiers ?? [], regions: regions ?? []))
        case .addKeyword: return .addKeyword(try word(), try language())
        case .removeKeyword: return .removeKeyword(try word(), try language())
        case .archive: return .archive
        case .reopen: return .reopen
        }
    }

    private func word() throws(AuthoringError) -> String {
        let text = ArticleText(title: "", summary: "", keywords: [keyword ?? ""], body: "")
        let words = try text.validated().keywords
        guard words.count == 1 else { throw .invalid(field: "keyword", "one word or phrase without a comma") }
        return words[0]
    }

    private func language() throws(AuthoringError) -> LocaleCode? {
        guard let locale, !locale.isEmpty else { return nil }
        guard let code = LocaleCode(rawValue: locale) else {
            throw .invalid(field: "locale", "a language tag such as en or zh-CN")
        }
        return code
    }
}
