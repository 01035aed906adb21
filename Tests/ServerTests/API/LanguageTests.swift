import HTTPTypes
import Testing

/// Which language an address asks for.
@Suite("Language")
struct LanguageTests {
    @Test(
        "an address names a language as loosely as a browser does",
        arguments: [
            ("zh", "zh-CN"), ("zh-Hans", "zh-CN"), ("zh-TW", "zh-TW"), ("zh-HK", "zh-TW"), ("ZH-cn", "zh-CN"),
            ("en-GB", "en"), ("en", "en"), ("ja-JP", "ja"),
        ]
    )
    func loosely(_ tag: String, _ language: String) async throws {
        try await TestServer.with { server in
            for path in ["/?lang=\(tag)", "/widget?lang=\(tag)"] {
                let page = try await server.send(.get, path)
                #expect(page.text.contains("<html lang=\"\(language)\""), "\(path)")
            }
        }
    }

    @Test("a language that there is none of is passed over", arguments: ["fr", "x", "../etc", "%00"])
    func unknown(_ tag: String) async throws {
        try await TestServer.with { server in
            let page = try await server.send(.get, "/?lang=\(tag)", headers: [.acceptLanguage: "zh-TW"])
            #expect(page.text.contains("<html lang=\"zh-TW\""))
            #expect(page.headers[.setCookie] == nil)
        }
    }
}
