import Testing

@testable import Web

@Suite("Origins of sites")
struct SiteOriginTests {
    @Test(
        "a site is scheme, host and port",
        arguments: [
            ("https://exchange.example", "exchange.example"),
            ("https://Exchange.Example/", "exchange.example"),
            ("https://exchange.example:8443", "exchange.example:8443"),
            ("https://*.exchange.example", "*.exchange.example"), ("http://localhost:3000", "localhost:3000"),
            ("http://127.0.0.1:80", "127.0.0.1:80"), ("https://xn--fsq.example", "xn--fsq.example"),
        ]
    )
    func reads(_ text: String, _ authority: String) throws {
        let site = try #require(SiteOrigin(text))
        #expect(site.authority == authority)
        #expect(site.description.hasSuffix("://\(authority)"))
        #expect(site.isPattern == authority.hasPrefix("*."))
    }

    @Test(
        "nothing else is one",
        arguments: [
            "", "*", "https://", "https://*", "https://*.example", "https://a.*.example", "exchange.example",
            "http://exchange.example", "https://exchange.example/app", "https://user@exchange.example",
            "https://exchange.example:0", "https://exchange.example:99999", "https://exchange.example:",
            "https://a..example", "https://a b.example", "https://a.example;script-src", "'self'", "data:",
            "javascript://a.example", "https://a_b.example", "https://交易所.example",
        ]
    )
    func refuses(_ text: String) {
        #expect(SiteOrigin(text) == nil)
    }
}
