import Base
@testable import Knowledge
import Testing

@Suite("Audiences")
struct AudienceTests {
    private static let words = [
        Audience.everybody: "ordinary", .signedIn: "quillfeather", .staff: "zanzibarine",
    ]

    /// One article for each audience, with a word of its own in its title.
    private static func articles() throws -> [Article] {
        try Audience.allCases.map { audience in
            let word = try #require(words[audience])
            let base = try #require(SmallHelpCentre.articles.first { $0.slug.rawValue == "trading-fees" })
            let text = Article.Translation(
                locale: .english,
                title: "Withdrawals of \(word) coins",
                summary: "About \(word) withdrawals.",
                keywords: [word],
                body: "Withdrawals of \(word) coins take an hour.",
                updatedAt: SmallHelpCentre.now
            )
            return Article(
                id: ID(at: SmallHelpCentre.now),
                slug: SmallHelpCentre.slug("about-\(word)"),
                kind: .article,
                category: base.category,
                pin: nil,
                audience: audience,
                views: 1,
                helpful: 0,
                notHelpful: 0,
                translations: [text]
            )
        }
    }

    @Test("each sees what is for it and for those before it")
    func table() {
        let sees = Audience.allCases.map { reader in Audience.allCases.map { reader.sees($0) } }
        #expect(sees == [[true, false, false], [true, true, false], [true, true, true]])
    }

    @Test("nothing that a search says tells of what is for others", arguments: [false, true])
    func nothingLeaks(_ cameLater: Bool) throws {
        let searches = HelpSearches()
        let articles = try Self.articles()
        searches.rebuild(cameLater ? [] : articles)
        if cameLater { searches.articlesChanged(articles) }
        for reader in Audience.allCases {
            let search = searches.search(for: reader)
            #expect(search.count == articles.filter { reader.sees($0.audience) }.count)
            for audience in Audience.allCases {
                let word = try #require(Self.words[audience])
                let slug = SmallHelpCentre.slug("about-\(word)")
                let isSeen = reader.sees(audience)
                let found = search.search(word, locale: .english, limit: 10, hasPassages: true)
                #expect(found.hits.contains { $0.slug == slug } == isSeen)
                #expect(
                    search.search("withdrawals coins", locale: .english, limit: 10).hits.contains {
                        $0.slug == slug
                    } == isSeen
                )
                #expect(
                    search.suggest("withdrawals of", locale: .english, limit: 10).contains {
                        $0.url == "/help/\(slug)"
                    } == isSeen
                )
                #expect((search.hit(of: slug, locale: .english) != nil) == isSeen)
                // Not even that there is such a word.
                let misspelt = search.search(
                    "withdrawals " + word.dropLast(2) + word.suffix(1),
                    locale: .english,
                    limit: 10
                )
                if !isSeen {
                    #expect(misspelt.correction?.contains(word) != true)
                    #expect(!misspelt.hits.contains { $0.title.contains(word) })
                }
                for article in articles where reader.sees(article.audience) {
                    let related = search.related(to: article, locale: .english, limit: 10)
                    if !isSeen { #expect(!related.contains { $0.slug == slug }) }
                }
            }
        }
    }

    @Test("what is no longer for everybody is found by nobody else, and what is again, is")
    func moved() throws {
        let searches = HelpSearches()
        var article = try #require(try Self.articles().first)
        searches.rebuild([article])
        #expect(searches.search(for: .everybody).count == 1)
        article.audience = .staff
        searches.articlesChanged([article])
        #expect(Audience.allCases.map { searches.search(for: $0).count } == [0, 0, 1])
        article.audience = .signedIn
        searches.articlesChanged([article])
        #expect(Audience.allCases.map { searches.search(for: $0).count } == [0, 1, 1])
        article.audience = .everybody
        searches.articlesChanged([article])
        #expect(Audience.allCases.map { searches.search(for: $0).count } == [1, 1, 1])
    }
}
