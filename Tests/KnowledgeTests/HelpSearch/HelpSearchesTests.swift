import Base
@testable import Knowledge
import Testing

@Suite("What readerships find")
struct ReadershipSearchTests {
    private typealias Some = SomeAudiences

    @Test("nothing that a search says tells of what is for others", arguments: [false, true])
    func nothingLeaks(_ cameLater: Bool) {
        let searches = HelpSearches()
        let articles = Some.articles
        searches.rebuild(cameLater ? [] : articles)
        // Those who asked before are told apart anew.
        for reader in Some.readers {
            #expect(searches.search(for: reader).count == (cameLater ? 0 : seen(by: reader).count))
        }
        if cameLater { searches.articlesChanged(articles) }
        for reader in Some.readers {
            let search = searches.search(for: reader)
            #expect(search.count == seen(by: reader).count)
            for (audience, word) in Some.audiences {
                check(search, word, isSeen: reader.sees(audience), besides: seen(by: reader))
            }
        }
    }

    private func seen(by reader: Reader) -> [Article] {
        Some.articles.filter { reader.sees($0.audience) }
    }

    private func check(_ search: HelpSearch, _ word: String, isSeen: Bool, besides seen: [Article]) {
        let slug = SmallHelpCentre.slug("about-\(word)")
        func found(_ text: String) -> [Slug] {
            search.search(text, locale: .english, limit: 10, hasPassages: true).hits.map(\.slug)
        }
        #expect(found(word).contains(slug) == isSeen)
        #expect(found("withdrawals coins").contains(slug) == isSeen)
        let suggested = search.suggest("withdrawals of", locale: .english, limit: 10).map(\.url)
        #expect(suggested.contains("/help/\(slug)") == isSeen)
        #expect((search.hit(of: slug, locale: .english) != nil) == isSeen)
        guard !isSeen else { return }
        // Not even that there is such a word.
        let misspelt = "withdrawals " + word.dropLast(2) + word.suffix(1)
        let results = search.search(misspelt, locale: .english, limit: 10)
        #expect(results.correction?.contains(word) != true)
        #expect(!results.hits.map(\.title).joined().contains(word))
        for article in seen {
            #expect(!search.related(to: article, locale: .english, limit: 10).map(\.slug).contains(slug))
        }
    }

    @Test(
        "what is for others by now is found by nobody else, nor is its word, and what is for them again, is"
    )
    func moved() {
        let searches = HelpSearches()
        var article = Some.article(.everybody, "obsidianite")
        searches.rebuild([article, Some.article(.everybody, "ordinary")])
        let readers: [Reader] = [.everybody, .customer(), Some.reader("vip1"), Some.reader("vip2"), .staff]
        func counts() -> [Int] { readers.map { searches.search(for: $0).count } }
        #expect(counts() == [2, 2, 2, 2, 2])
        let steps: [(Audience, [Int])] = [
            (.staff, [1, 1, 1, 1, 2]), (.signedIn(), [1, 2, 2, 2, 2]),
            (.signedIn(Some.vip1), [1, 1, 2, 1, 2]),
            (.signedIn(Some.limits(["vip2"])), [1, 1, 1, 2, 2]), (.everybody, [2, 2, 2, 2, 2]),
        ]
        for (audience, expected) in steps {
            article.audience = audience
            searches.articlesChanged([article])
            #expect(counts() == expected)
            for (reader, count) in zip(readers, expected) where count == 1 {
                let results = searches.search(for: reader).search(
                    "obsidianit coins",
                    locale: .english,
                    limit: 5
                )
                #expect(results.correction?.contains("obsidianite") != true)
            }
        }
        article.translations = []
        searches.articlesChanged([article])
        #expect(counts() == [1, 1, 1, 1, 1])
    }

    @Test("those of a readership share an index, and it hears of everything that changes")
    func shared() {
        let searches = HelpSearches()
        searches.rebuild(Some.articles)
        let search = searches.search(for: Some.reader("vip1"))
        #expect(searches.search(for: Some.reader("vip1", "US")) === search)
        #expect(searches.search(for: Some.reader("vip1", "HK")) !== search)
        #expect(searches.search(for: Some.reader("vip9")) === searches.search(for: .customer()))
        let edition = searches.edition
        searches.articlesChanged([Some.article(.everybody, "periwinkle"), Some.article(.staff, "vermilion")])
        #expect(searches.edition > edition)
        #expect(searches.search(for: Some.reader("vip1")) === search)
        #expect(search.search("periwinkle", locale: .english, limit: 5).hits.count == 1)
        let titles = search.search("vermilion", locale: .english, limit: 5).hits.map(\.title)
        #expect(!titles.joined().contains("vermilion"))
    }

    @Test("an index of what is limited is the same as one made of it at once")
    func sameAsWhole() {
        let searches = HelpSearches()
        searches.rebuild(Some.articles)
        for reader in Some.readers {
            let whole = HelpSearch()
            whole.rebuild(seen(by: reader))
            for question in ["withdrawals of ordinary coins", "tamarillo", "coins hour"] {
                func told(_ search: HelpSearch) -> [String] {
                    let hits = search.search(question, locale: .english, limit: 10).hits
                    return hits.map { "\($0.slug) \(($0.score * 1e6).rounded())" }.sorted()
                }
                #expect(told(searches.search(for: reader)) == told(whole))
            }
        }
    }

    @Test(
        "however many tiers sign in, there are no more indexes than limits make, and never more than may be"
    )
    func bound() {
        let searches = HelpSearches()
        let most = HelpSearches.mostLimited
        let tiers = (0..<2 * most).map { "tier\($0)" }
        searches.rebuild([
            Some.article(.everybody, "ordinary"),
            Some.article(.signedIn(Some.limits(["tier0"])), "obsidianite"),
        ])
        for tier in tiers { _ = searches.search(for: Some.reader(tier)) }
        #expect(searches.indexCount == 3)  // everybody's, the desk's, and that of tier0

        searches.articlesChanged(tiers.map { Some.article(.signedIn(Some.limits([$0])), "about\($0)") })
        for tier in tiers {
            let search = searches.search(for: Some.reader(tier))
            #expect(search.count == (tier == "tier0" ? 3 : 2))
            // Whoever asks all the time keeps theirs.
            #expect(searches.search(for: Some.reader("tier0")).count == 3)
        }
        #expect(searches.indexCount == 2 + most)
        let first = searches.search(for: Some.reader("tier1"))
        #expect(
            first.count == 2
                && first.search("abouttier1", locale: .english, limit: 5).hits.first?.title.contains(
                    "abouttier1"
                ) == true
        )
        #expect(searches.indexCount == 2 + most)
    }
}
