import Base
import Foundation
@testable import Knowledge
@testable import Server
import Storage
import Testing
import TestSupport

/// How often articles are opened, counted by day.
@Suite("Views")
struct ViewsTests {
    @Test("the week is the last seven days; what is older counts no more", arguments: TestDatabase.engines)
    func week(_ engine: Engine) async throws {
        let slugs = try ["old-question", "new-question"].map { try #require(Slug(rawValue: $0)) }
        try await TestServer.with(engine) { server in
            let articles = server.wiring.articles
            try await articles.save(
                slugs.map { slug in
                    .init(
                        slug: slug,
                        locale: .english,
                        kind: .faq,
                        category: slug,
                        title: slug.rawValue,
                        summary: "",
                        keywords: [],
                        body: "Text."
                    )
                }
            )
            try await articles.addViews([slugs[0]: 5])
            server.clock.advance(by: .seconds(6 * 86_400))
            try await articles.addViews([slugs[0]: 1, slugs[1]: 2])
            try await articles.addViews([slugs[1]: 2])
            #expect(try await articles.viewsOfTheWeek() == [slugs[0]: 6, slugs[1]: 4])

            server.clock.advance(by: .seconds(86_400))

            #expect(try await articles.viewsOfTheWeek() == [slugs[0]: 1, slugs[1]: 4])
            #expect(try await articles.article(slugs[0], for: .staff).views == 6)
        }
    }
}
