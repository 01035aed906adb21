import Base
@testable import Knowledge
import Storage
import TestSupport
import Testing

@Suite("Pictures in a text")
struct PictureMarkupTests {
    private static func picture(
        _ name: String,
        _ width: Int = 1_280,
        _ height: Int = 800,
        moves: Bool = false,
        small: Int? = 640
    ) -> Picture {
        let digest = BlobDigest(of: [])
        return Picture(
            name: SmallHelpCentre.slug(name),
            alts: [:],
            revision: 1,
            editorName: nil,
            createdAt: Instant(milliseconds: 0),
            changedAt: Instant(milliseconds: 0),
            file: PictureFile(
                id: ID(at: Instant(milliseconds: 0)),
                mediaType: "image/png",
                sizeInBytes: 1,
                width: width,
                height: height,
                moves: moves,
                digest: digest,
                small: small.map { PictureFile.Small(digest: digest, sizeInBytes: 1, width: $0) },
                source: digest,
                createdAt: Instant(milliseconds: 0)
            )
        )
    }

    private static func html(_ markdown: String, _ pictures: Picture...) -> String {
        let document = MarkdownDocument(markdown)
        let known = Dictionary(pictures.map { ($0.name, $0) }) { first, _ in first }
        return PictureMarkup.placed(in: document.html, known).markup
    }

    @Test("the first comes at once and the next when it is near; each says how large it is")
    func sizes() {
        let (wide, small) = (Self.picture("wide"), Self.picture("small", 300, 200, small: nil))
        let text = "![A form](/pictures/wide)\n\nand ![An icon](/pictures/small \"Tip\")"
        #expect(
            Self.html(text, wide, small) == """
                <p><img src="\(wide.file.address)" srcset="\(wide.file.address)/small 640w, \(wide.file.address) 1280w" \
                sizes="(min-width: 800px) 720px, 100vw" width="1280" height="800" alt="A form" decoding="async"></p>
                <p>and <img src="\(small.file.address)" width="300" height="200" alt="An icon" title="Tip" loading="lazy" \
                decoding="async"></p>

                """
        )
    }

    @Test(
        "a picture is as large as its author says, and a high one no higher than a screen",
        arguments: [
            ("<img src=\"/pictures/x\" alt=\"a\" width=\"320\">", 320, 200),
            ("<img src=\"/pictures/x\" alt=\"a\" width=\"320\" height=\"9\">", 320, 200),
            ("<img src=\"/pictures/x\" alt=\"a\" height=\"100\">", 160, 100),
            ("<img src=\"/pictures/x\" alt=\"a\" width=\"0\">", 1_280, 800),
            ("<img src=\"/pictures/x\" alt=\"a\" width=\"99999999999999999999\">", 1_280, 800),
        ]
    )
    func authorsSize(_ text: String, _ width: Int, _ height: Int) {
        #expect(Self.html(text, Self.picture("x")).contains(" width=\"\(width)\" height=\"\(height)\" "))
    }

    @Test func aHighPictureIsNoHigherThanAScreen() {
        let html = Self.html("![a](/pictures/x)", Self.picture("x", 1_170, 2_532, small: 296))
        #expect(html.contains(" sizes=\"333px\" width=\"333\" height=\"720\" "))
    }

    @Test func whatMovesStandsStillForWhoAsksForThat() {
        let picture = Self.picture("x", moves: true)
        #expect(
            Self.html("![a](/pictures/x)", picture) == """
                <p><picture><source srcset="\(picture.file.address)/small" type="image/webp" \
                media="(prefers-reduced-motion: reduce)"><img src="\(picture.file.address)" width="1280" height="800" alt="a" \
                decoding="async"></picture></p>

                """
        )
    }

    @Test(
        "of a picture that there is not its words stay; others stay as they are",
        arguments: [
            ("![A & <b>](/pictures/none)", "<p>A &amp; &lt;b&gt;</p>\n"),
            ("![x](/pictures/pic_01)", "<p>x</p>\n"), ("![x](/pictures/../desk)", "<p>x</p>\n"),
            ("![x](/media/a.png)", "<p><img alt=\"x\" src=\"/media/a.png\"></p>\n"),
            (
                "`<img src=\"/pictures/none\">`",
                "<p><code>&lt;img src=&quot;/pictures/none&quot;&gt;</code></p>\n"
            ),
        ]
    )
    func absent(_ text: String, _ html: String) {
        #expect(Self.html(text) == html)
    }

    @Test(
        "nothing that an author writes leaves its attribute",
        arguments: [
            "![\" onerror=\"alert(1)](/pictures/x)", "![a](/pictures/x '\" onload=\"alert(1)')",
            "![a\">\u{301}<script>alert(1)</script>](/pictures/x)\u{301}> after",
            "<img alt='\"><script>alert(1)</script>' src=/pictures/x onerror=alert(1) srcset=\"javascript:alert(1)\">",
        ]
    )
    func attacks(_ text: String) {
        let picture = Self.picture("x")
        let html = Self.html(text, picture)
        #expect(html.contains("src=\"\(picture.file.address)\""))
        #expect(!html.contains("<script"))
        let again = HTMLCleaner.clean(html)
        #expect(again.links.map(\.address) == [picture.file.address])
        let bare = html.replacing(/"[^"]*"/, with: "")
        #expect(!bare.contains("onerror") && !bare.contains("onload") && !bare.contains("javascript"))
    }

    @Test(
        "the pictures of a text are those that its addresses name",
        arguments: [
            ("![a](/pictures/one) and [b](/pictures/two-2), <img src=\"/pictures/one\">", ["one", "two-2"]),
            ("/pictures/", []), ("/pictures/Large /pictures/pic_01 /pictures/-x /pictures/x-", []),
            ("x/pictures/a.b/pictures/c", ["a", "c"]), ("/pictures//pictures/d", ["d"]),
            ("/pictures/\(String(repeating: "a", count: 81))", []), ("", []), ("/picture", []),
        ]
    )
    func names(_ text: String, _ names: [String]) {
        #expect(PicturePlacement.names(in: text).map(\.rawValue) == names)
    }
}
