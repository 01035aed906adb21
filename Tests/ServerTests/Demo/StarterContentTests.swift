import Base
import Knowledge
@testable import Server
import TestSupport
import Testing

/// What comes with the product must be complete.
@Suite struct StarterContentTests {
    @Test func everyTextIsThereInBothLanguages() throws {
        let (content, categories) = try StarterContent(clock: FixedClock()).read()
        for locale in [LocaleCode.english, .simplifiedChinese] {
            let mine = content.articles.filter { $0.locale == locale }
            #expect(mine.filter { $0.kind == .article }.count >= 60)
            #expect(mine.filter { $0.kind == .faq }.count >= 40)
            #expect(mine.allSatisfy { !$0.summary.isEmpty && $0.summary.count <= 200 })
            #expect(categories.allSatisfy { $0.names[locale] != nil })
        }
        let shelves = Set(categories.map(\.slug))
        #expect(content.articles.allSatisfy { shelves.contains($0.category) })
        #expect(!content.announcements.isEmpty)
        #expect(content.announcements.allSatisfy { $0.translations.count == 2 })
    }
}
