import Base
import Testing
@testable import Web

@Suite struct PageRendererTests {
    private struct Greeting: Page {
        static let template = "Web/Layout/greeting"
        static let layout = "Web/Layout/frame"
        let title: String
        let name: String
    }

    private struct Impostor: Page {
        static let template = "Web/Layout/greeting"
        static let layout = "Web/Layout/frame"
        let title: String
        let assetBase: String
    }

    private func renderer() throws -> PageRenderer {
        let templates = [
            "Layout/greeting.mustache": "Hello {{name}}",
            "Layout/frame.mustache": "<title>{{title}}</title>{{{content_html}}}",
        ]
        return try PageRenderer(
            assets: AssetLibrary(["Web": templates]),
            localisation: Localisation(assets: [WebAssets.files]),
            brand: Brand(name: "Example")
        )
    }

    @Test func aPageIsEscapedAndStandsInItsLayout() throws {
        let page = Greeting(title: "A & B", name: "<b>")
        let made = try renderer().render(page, in: PageFrame(locale: .english, path: "/"))
        #expect(made.markup == "<title>A &amp; B</title>Hello &lt;b&gt;")
    }

    @Test("a page's member does not take the place of one of the layout's")
    func reserved() throws {
        let page = Impostor(title: "Hello", assetBase: "https://evil.example")
        #expect(throws: PageError.reservedMember("Web/Layout/greeting", "asset_base")) {
            try renderer().render(page, in: PageFrame(locale: .english, path: "/"))
        }
    }
}
