import Base
import Web

/// What stands on one shelf of the help centre.
struct CategoryPage: Page {
    static let template = "Knowledge/Articles/category"
    static let styles = ["Knowledge/Articles/category.css"]

    struct Entry: Codable, Sendable, Hashable {
        let title: String
        let hasSummary: Bool
        let summary: String
        let url: String
    }

    struct Shelf: Codable, Sendable, Hashable {
        let label: String
        let url: String
        let current: Bool
    }

    let title: String
    let name: String
    let icon: String
    let hasDescription: Bool
    let description: String
    let hasArticles: Bool
    let articles: [Entry]
    let hasQuestions: Bool
    let questions: [Entry]
    let isEmpty: Bool
    /// Every shelf, this one marked.
    let categories: [Shelf]

    init(_ category: Category, _ catalogue: Catalogue, _ locale: LocaleCode) {
        let name = category.name(for: locale)
        let all = catalogue.articles(in: category.slug, for: locale)
        func entries(_ articles: [Article]) -> [Entry] {
            articles.compactMap { article in
                article.translation(for: locale).map {
                    Entry(
                        title: $0.title,
                        hasSummary: !$0.summary.isEmpty,
                        summary: $0.summary,
                        url: "/help/\(article.slug)"
                    )
                }
            }
        }
        self.title = name.name
        self.name = name.name
        self.icon = category.icon
        self.hasDescription = !name.description.isEmpty
        self.description = name.description
        self.articles = entries(all.filter { $0.kind != .faq })
        self.hasArticles = !articles.isEmpty
        self.questions = entries(all.filter { $0.kind == .faq })
        self.hasQuestions = !questions.isEmpty
        self.isEmpty = all.isEmpty
        self.categories = catalogue.categories
            .filter { $0.slug == category.slug || catalogue.filledCategories.contains($0) }
            .map {
                Shelf(
                    label: $0.name(for: locale).name,
                    url: "/help/category/\($0.slug)",
                    current: $0 == category
                )
            }
    }
}
