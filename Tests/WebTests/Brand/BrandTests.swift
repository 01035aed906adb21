import Base
import Testing
@testable import Web

@Suite struct BrandTests {
    private func colour(_ text: String) throws -> Colour {
        try #require(Colour(text))
    }

    @Test(arguments: [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)])
    func contrastIsThatOfTheGuidelines(_ one: String, _ other: String, _ ratio: Double) throws {
        #expect(abs(try colour(one).contrast(to: try colour(other)) - ratio) < 0.01)
        #expect(abs(try colour(other).contrast(to: try colour(one)) - ratio) < 0.01)
    }

    @Test(arguments: ["", "#", "#fff", "0b6b65", "#0b6b6g", "#0b6b655", "red", "#-1b6b6"])
    func whatIsNoColourIsNone(_ text: String) {
        #expect(Colour(text) == nil)
    }

    @Test("our own colours are those that the contrasts are measured against")
    func surfaces() throws {
        let tokens = try #require(WebAssets.files["Design/tokens.css"])
        for surface in BrandPalette.Theme.allCases.flatMap({ $0.surfaces + [$0.text] }) {
            #expect(tokens.contains(": \(surface);"), "\(surface)")
        }
    }

    @Test(
        "of any colour there is one that can be read in the dark",
        arguments: ["#0b6b65", "#7a1fa2", "#000000", "#ffffff", "#b0241b", "#0000ff", "#ffee00"]
    )
    func dark(_ text: String) throws {
        let palette = BrandPalette(dark: try colour(text))
        #expect(
            palette.contrasts.prefix(3).allSatisfy { $0.ratio >= BrandPalette.Contrast.least },
            "\(palette.contrasts)"
        )
    }

    @Test func aFaintColourIsTold() throws {
        let faint = BrandPalette(try colour("#ffee00"), in: .light).contrasts
        #expect(faint.first.map { $0.ratio < 1.3 } == true)
        let strong = BrandPalette(try colour("#7a1fa2"), in: .light).contrasts
        #expect(strong.allSatisfy { $0.ratio >= BrandPalette.Contrast.least }, "\(strong)")
    }

    @Test func aBrandWithANameAloneHasNoFiles() {
        #expect(Brand(name: "Example").files.isEmpty)
    }

    @Test func coloursAndFontsAreAStyleSheet() throws {
        var brand = Brand(name: "Example")
        let accent = try colour("#7a1fa2")
        brand.palettes = [BrandPalette(accent, in: .light), BrandPalette(dark: accent)]
        brand.fonts = ["Inter"]
        brand.fontFile = Brand.File(Array("wOF2…".utf8), ending: "woff2")
        brand.styles = ".layout-header { border: 0 }"
        let sheet = try #require(brand.files["Brand/brand.css"])
        let css = String(decoding: sheet.bytes, as: UTF8.self)
        #expect(css.contains("--color-accent: #7a1fa2;"))
        #expect(css.contains("prefers-color-scheme: dark"))
        #expect(css.contains("--font-brand: \"Inter\", system-ui"))
        #expect(css.hasSuffix(brand.styles))
        #expect(brand.files["Brand/font.woff2"] == brand.fontFile)
    }

    @Test(
        "a logo keeps its shape",
        arguments: [
            ("<svg viewBox=\"0 0 120 32\">", 120, 32), ("<svg viewBox='-1,-2, 64.4 16'/>", 64, 16),
            ("<svg width='9'>", 32, 32), ("<svg viewBox=\"0 0 0 0\">", 32, 32),
        ]
    )
    func shape(_ svg: String, _ width: Int, _ height: Int) {
        let size = Brand.File(Array(svg.utf8), ending: "svg").size
        #expect(size.width == width)
        #expect(size.height == height)
    }

    @Test func aPictureSaysItsSizeItself() {
        let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]
        let file = Brand.File(head + [0, 0, 1, 0, 0, 0, 0, 64], ending: "png")
        #expect(file.isWhatItSays)
        #expect(file.size.width == 256)
        #expect(file.size.height == 64)
        #expect(!Brand.File(Array("GIF89a".utf8), ending: "png").isWhatItSays)
    }

    @Test func theFooterIsThatOfTheReadersLanguageOrEnglish() throws {
        var brand = Brand(name: "Example")
        let french = try #require(LocaleCode(rawValue: "fr"))
        let taiwan = try #require(LocaleCode(rawValue: "zh-TW"))
        brand.footers[.english] = Brand.Footer(text: "English", links: nil)
        brand.footers[.simplifiedChinese] = Brand.Footer(text: "中文", links: nil)
        #expect(brand.footer(for: .simplifiedChinese)?.text == "中文")
        #expect(brand.footer(for: taiwan)?.text == "中文")
        #expect(brand.footer(for: french)?.text == "English")
    }

    @Test(
        "a link of the footer leads to a page or a mail program",
        arguments: [
            ("https://a.example", true), ("mailto:a@a.example", true), ("/help", true),
            ("//a.example", false),
            ("/\\a.example", false), ("javascript:alert(1)", false), ("http://a.example", false), ("", false),
        ]
    )
    func links(_ url: String, _ isSafe: Bool) {
        #expect(Brand.Footer.Link(name: "x", url: url).isSafe == isSafe)
    }

    @Test func stylesThatBrowsersWouldTakeAreTaken() throws {
        let css =
            "/* @import { url(https://x) */ a { background: url(\"data:image/png;base64,AA\") } @media print { a { color: red } }"
        #expect(try BrandStyles.checked(Array(css.utf8)) == css)
    }

    @Test(
        arguments: [
            ("@import url(a.css);", BrandStyles.Mistake.imports),
            ("a { background: URL( 'https://x/a' ) }", .foreign),
            ("a { background: url(//x/a) }", .foreign), ("a { color: red", .unbalanced),
            ("a } b {", .unbalanced),
            ("/* open { } */ } ", .unbalanced),
        ]
    )
    func stylesThatTheyWouldNotAreRefused(_ css: String, _ mistake: BrandStyles.Mistake) {
        #expect(throws: mistake) { try BrandStyles.checked(Array(css.utf8)) }
        #expect(throws: BrandStyles.Mistake.notText) { try BrandStyles.checked([0xFF, 0xFE]) }
    }
}
