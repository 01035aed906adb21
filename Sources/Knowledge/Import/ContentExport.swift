import Base
import People

/// The published articles, the shelves that they stand on, and the texts that they share, as files that an import reads as the
/// same.
package struct ContentExport: Sendable {
    /// One file.
    package struct File: Sendable, Hashable {
        /// Such as `en/fees/trading-fees.md` and `snippets/fee-btc.en.md`.
        package let path: String
        package let text: String
    }

    /// In the order of their paths.
    package let files: [File]
    /// How many of them are texts of articles, snippets and variables.
    package let texts: Int

    /// - Parameters:
    ///   - articles: As they were written: with the names of snippets in the place of what they say.
    ///   - snippets: What those names stand for.
    ///   - categories: The shelves in their order.
    /// - Throws: `EncodingError`, for nothing that there is.
    package init(_ articles: [Article], snippets: [Snippet], categories: [Category]) throws {
        let articles = articles.flatMap { article in
            article.translations.map { translation in
                File(
                    path: "\(translation.locale)/\(article.category)/\(article.slug).md",
                    text: Self.text(article, translation)
                )
            }
        }
        let snippets = snippets.flatMap { snippet in
            snippet.texts.map { locale, text in
                let ending = locale == Snippet.everyLanguage ? "" : ".\(locale)"
                let matter =
                    "kind: \(snippet.kind.rawValue)\nname: \(snippet.name)\nlocale: \(Self.value(locale))"
                return File(
                    path: "snippets/\(snippet.name)\(ending).md",
                    text: "---\n\(matter)\n---\n\(text)"
                )
            }
        }
        let shelves =
            categories.isEmpty
            ? [] : [File(path: CategoryFile.name, text: try CategoryFile(categories).text)]
        texts = articles.count + snippets.count
        files = (articles + snippets + shelves).sorted { $0.path < $1.path }
    }

    private static func text(_ article: Article, _ translation: Article.Translation) -> String {
        var matter = [
            ("title", translation.title), ("slug", article.slug.rawValue),
            ("locale", translation.locale.rawValue),
            ("category", article.category.rawValue), ("kind", article.kind.rawValue),
            ("visibility", article.audience.visibility.rawValue),
            ("source_locale", article.sourceLocale.rawValue),
        ]
        let limits = article.audience.limits
        if !limits.tiers.isEmpty {
            matter.append(("tiers", limits.tiers.map(\.rawValue).joined(separator: ", ")))
        }
        if !limits.regions.isEmpty {
            matter.append(("regions", limits.regions.map(\.rawValue).joined(separator: ", ")))
        }
        if !translation.summary.isEmpty { matter.append(("summary", translation.summary)) }
        if !translation.keywords.isEmpty {
            matter.append(("keywords", translation.keywords.joined(separator: ", ")))
        }
        if let pin = article.pin { matter.append(("pin", String(pin))) }
        let lines = matter.map { "\($0): \(value($1))" }.joined(separator: "\n")
        return "---\n\(lines)\n---\n\(translation.body)"
    }

    /// On one line, and in quotes where the reader would take something off it.
    private static func value(_ text: String) -> String {
        let line = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
            separator: " "
        )
        let ends = [line.first, line.last].compactMap(\.self)
        let isBare = ends.allSatisfy { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        return isBare ? line : "\"\(line)\""
    }
}
