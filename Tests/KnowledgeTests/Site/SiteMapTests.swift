import Base
@testable import Knowledge
import Testing
@testable import Web

@Suite struct SiteMapTests {
    private let chinese = LocaleCode.simplifiedChinese

    private func site() throws -> SiteOrigin {
        try #require(SiteOrigin("https://help.example"))
    }

    @Test func eachLanguageIsToldWithAllOthers() throws {
        let entry = SiteMap.Entry(
            address: "/help/a",
            locales: [.english, chinese],
            changes: [.english: Instant(milliseconds: 0)]
        )
        let map = SiteMap(try site(), [entry])
        #expect(map.parts == 1)
        let lines = map.first.split(separator: "\n").filter { $0.hasPrefix("<url>") }
        let links = """
            <xhtml:link rel="alternate" hreflang="en" href="https://help.example/help/a?lang=en"/>\
            <xhtml:link rel="alternate" hreflang="zh-CN" href="https://help.example/help/a?lang=zh-CN"/>\
            <xhtml:link rel="alternate" hreflang="x-default" href="https://help.example/help/a"/></url>
            """
        let dated = "<lastmod>1970-01-01T00:00:00.000Z</lastmod>"
        #expect(
            lines == [
                "<url><loc>https://help.example/help/a?lang=en</loc>\(dated)\(links)",
                "<url><loc>https://help.example/help/a?lang=zh-CN</loc>\(links)",
            ]
        )
    }

    @Test func manyPagesStandInSeveralFiles() throws {
        let entries = (0..<SiteMap.size).map { number in
            SiteMap.Entry(
                address: "/help/a-\(number)",
                locales: [.english, chinese],
                changes: [.english: Instant(milliseconds: Int64(number))]
            )
        }
        let map = SiteMap(try site(), entries + [SiteMap.Entry(address: "/last?a=1&b", locales: [])])
        #expect(map.parts == 3)
        #expect(map.first.contains("<sitemapindex"))
        #expect(map.first.contains("<loc>https://help.example/sitemaps/3.xml</loc>"))
        let parts = (1...3).compactMap { map.part($0) }
        let counts = parts.map { part in part.split(separator: "\n").filter { $0.hasPrefix("<url>") }.count }
        #expect(counts == [SiteMap.size, SiteMap.size, 1])
        #expect(parts[2].contains("<url><loc>https://help.example/last?a=1&amp;b</loc></url>"))
        #expect(map.part(0) == nil)
        #expect(map.part(4) == nil)
    }

    @Test func nothingAtAllIsAMapAsWell() throws {
        #expect(SiteMap(try site(), []).first.contains("<urlset"))
    }
}
