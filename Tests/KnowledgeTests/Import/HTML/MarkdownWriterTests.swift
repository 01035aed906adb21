import Base
@testable import Knowledge
import Testing

@Suite("HTML as Markdown")
struct MarkdownWriterTests {
    private static func write(_ html: String) throws -> (text: String, losses: [ImportLoss: Int]) {
        var writer = MarkdownWriter { _ in .kept }
        let text = writer.write(try HTMLReader.read(html).children)
        return (text, writer.losses)
    }

    private static let written: [(String, String)] = [
        ("<p>One\n  two&nbsp;three</p><p>Four</p>", "One two\u{A0}three\n\nFour"),
        ("words <b>bold</b>, <i> it </i>end", "words **bold**, *it* end"),
        ("<h1>Top</h1><h3 id=x>Sub <em>it</em></h3>", "## Top\n\n### Sub *it*"),
        ("<p>a<br>b<br></p>", "a\\\nb"),
        ("<p>中<strong>「提币」</strong>文<b>粗</b></p>", "中<strong>「提币」</strong>文**粗**"),
        ("<b>a</b><b>b</b>", "**a**<strong>b</strong>"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ol start=3><li>a</li><li><p>b</p><p>c</p></li></ol>", "3. a\n\n4. b\n\n   c"),
        (
            "<ol start=9223372036854775807><li>a</li><li>b</li></ol>",
            "999999997. a\n999999998. b"
        ),
        ("<ol><li>a<ol start=3><li>b</li></ol></li></ol>", "1. a\n\n   3. b"),
        ("<div class=note><ol start=9><li>x</li></ol></div>", "> [!NOTE]\n>\n> 9. x"),
        ("<p>New!<a href='/x'>Read</a></p>", "New\\![Read](/x)"),
        ("<p><br> <br>a<br><br></p>", "a"),
        ("<h2><img src='/media/a.png' alt=''></h2><h2>B</h2>", "![](/media/a.png)\n\n## B"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<ul><li><input type=checkbox checked>a</li></ul>", "- [x] a"),
        (
            "<pre><code class='language-swift'>let a = 1\n  &lt;b&gt;\n</code></pre>",
            "```swift\nlet a = 1\n  <b>\n```"
        ),
        ("<pre>a ``` b<br>c</pre>", "````\na ``` b\nc\n````"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<div class='callout callout-warning'><p>Careful</p></div>", "> [!WARNING]\n> Careful"),
        ("<p class='note'>Mind</p>", "> [!NOTE]\n> Mind"),
        ("<p class='footnote'>Mind</p>", "Mind"),
        (
            "<a href='https://a.example/x y' title='t \"q\"'>w</a>",
            "[w](<https://a.example/x y> \"t \\\"q\\\"\")"
        ),
        ("<img src='/media/a.png' alt='A [form]'>", "![A \\[form\\]](/media/a.png)"),
        ("<hr>", "***"),
        ("<dl><dt>T</dt><dd>D</dd></dl>", "<strong>T</strong>\n\nD"),
        (
            "<details><summary>S & s</summary><p>d</p></details>",
            "<details><summary>S &amp; s</summary>\n\nd\n\n</details>"
        ),
        (
            "<table><tr><th>A</th><th style='text-align: right'>B</th></tr><tr><td>1|2</td><td>x<br>y</td></tr></table>",
            "| A | B |\n| --- | ---: |\n| 1\\|2 | x<br>y |"
        ),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "|  |  |\n| --- | --- |\n| 1 | 2 |"),
        ("<table class='note'><tr><td><p>Box</p></td></tr></table>", "Box"),
        (
            "<p># no heading</p><p>- no list</p><p>1. no list</p><p>&gt; no quote</p>",
            "\\# no heading\n\n\\- no list\n\n1\\. no list\n\n\\> no quote"
        ),
        (
            "<p>*a* _b_ c_d `e` [f] &lt;g&gt; &amp;amp; {{var:x}} ~~h~~ \\i</p>",
            "\\*a\\* \\_b\\_ c_d \\`e\\` \\[f\\] \\<g> \\&amp; \\{{var:x}} \\~\\~h\\~\\~ \\\\i"
        ),
        ("<p>:::tabs</p>", "\\:::tabs"), ("<h2>C #</h2>", "## C \\#"),
        ("H<sub>2</sub>O <kbd>Ctrl</kbd>", "H<sub>2</sub>O <kbd>Ctrl</kbd>"),
        ("<style>p{}</style><span></span><!-- c -->", ""),
        ("<p><code>a<br>b </code></p>", "`a`\\\n`b `"),
        (
            "<table><tr><th>A</th></tr><tr><td><code>a<br>b|c</code></td></tr></table>",
            "| A |\n| --- |\n| `a`<br>`b\\|c` |"
        ),
        (
            "<table><tr><th>A</th></tr><tr><td><img src='/media/a|b.png' alt='c|d' title='e|f'> <a href='/x|y' title='z|'>w|</a></td></tr></table>",
            "| A |\n| --- |\n| ![c\\|d](/media/a\\|b.png \"e\\|f\") [w\\|](/x\\|y \"z\\|\") |"
        ),
        (
            "<details><summary>A<br>B &amp;<div>C</div></summary>d</details>",
            "<details><summary>A<br>B &amp;<br>C</summary>\n\nd\n\n</details>"
        ),
        (
            "<pre><div>a</div><div>b</div>\n<div>c\n</div><div>\n</div>d<div><span>e</span>f</div></pre>",
            "```\na\nb\nc\n\nd\nef\n```"
        ),
        (
            "<p>See https://a.example/x?a=1&amp;b=~2_.</p><p>(https://a.example/~me)</p>",
            "See <https://a.example/x?a=1&b=~2>\\_.\n\n(<https://a.example/~me>)"
        ),
        (
            "<p>https://a.example/x_y and www.a.example/~me。</p>",
            "https://a.example/x_y and [www.a.example/\\~me](<http://www.a.example/~me>)。"
        ),
        (
            "<a href='https://a.example/~me'>https://a.example/<b>~me</b></a>",
            "[https://a.example/<strong>\\~me</strong>](https://a.example/~me)"
        ),
    ]

    @Test(arguments: written)
    func forms(_ html: String, _ markdown: String) throws {
        #expect(try Self.write(html).text == markdown)
    }

    private static let lossy: [(String, String, [ImportLoss: Int])] = [
        (
            "<iframe src='//video.example/1' title='How'></iframe>", "[How](//video.example/1)",
            [ImportLoss.embedded: 1]
        ),
        (
            "<script>x</script>a<form><input name=b><button>Send</button></form>", "a\n\nSend",
            [.script: 1, .form: 3]
        ),
        ("<a href='javascript:x'>w</a>", "w", [.unsafeLink: 1]),
        (
            "<img src='https://p.example/a.png'>", "![](https://p.example/a.png)",
            [.pictureElsewhere: 1, .pictureUndescribed: 1]
        ),
        ("<img src='data:image/png;base64,AA' alt=a>b", "b", [.pictureInline: 1]),
        (
            "<table><tr><th colspan=2>A</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td><ul><li>3</li><li>4</li></ul></td></tr></table>",
            "| A |  |\n| --- | --- |\n| 1 | 2 |\n|  | 3<br>4 |", [.tableSpan: 2, .tableBlocks: 1]
        ),
        ("<svg><text>no</text></svg>a", "a", [.drawing: 1]),
    ]

    @Test(arguments: lossy)
    func losses(_ html: String, _ markdown: String, _ losses: [ImportLoss: Int]) throws {
        let written = try Self.write(html)
        #expect(written.text.replacing("https://video", with: "//video") == markdown)
        #expect(written.losses == losses)
    }

    /// Whatever stands in a text, it is words when it comes back.
    @Test(arguments: [
        "a * b * c", "**", "__init__", "1) x", "+ y", "=== z", "a|b", "<b>x</b>", "&copy; &#169;", "`` ` ``",
        "\\",
        "\\*", "[a](b)", "![a](b)", "~", "http://a.example/x_y_z", "> q", "- [ ] t", "    four", "a\u{A0}b",
        "{{snippet:x}}", "www.~", "HTTP://~~", "https://a.example/{{var:x}}/~",
        "www.a.example/?u=http://b.example/~x",
        "***", "| a |", "\t#", "！**强调**。", "C:\\path\\", "e\u{301}*", "#", "12.", "x  \ny",
    ])
    func words(_ text: String) throws {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        for html in [
            "<p>\(escaped)</p>", "<ul><li>\(escaped)</li></ul>",
            "<table><tr><th>\(escaped)</th><td>b</td></tr></table>", "<h2>\(escaped)</h2>",
            "<p>x <b>\(escaped)</b>y</p>",
        ] {
            let markdown = try Self.write(html).text
            let shown = MarkdownDocument(SnippetShelf([]).filled(markdown, in: .english).text).html.markup
            let before = try HTMLReader.read(html).words.filter { !$0.isWhitespace }
            let after = try HTMLReader.read(shown).words.filter { !$0.isWhitespace }
            #expect(after == before, "\(html) became \(markdown)")
        }
    }

    @Test(
        "a bare address leads where it says",
        arguments: [
            "https://a.example/x?a=1&b=2", "https://a.example/~me/_x_y", "http://a.example/a&copy;b",
            "https://a.example/*x*y",
            "https://a.example/a_(b)", "https://a.example/x_y_z", "HTTPS://a.example/~me",
        ]
    )
    func addresses(_ address: String) throws {
        let text = address.replacing("&", with: "&amp;")
        for html in [
            "<p>\(text)</p>", "<p>参见\(text)。</p>", "<ul><li>(\(text)), x</li></ul>",
            "<table><tr><th>\(text).</th><td>b</td></tr></table>",
        ] {
            let markdown = try Self.write(html).text
            let document = MarkdownDocument(markdown)
            #expect(document.links.map(\.address) == [address], "\(html) became \(markdown)")
            let shown = try HTMLReader.read(document.html.markup).words.filter { !$0.isWhitespace }
            let before = try HTMLReader.read(html).words.filter { !$0.isWhitespace }
            #expect(shown == before)
        }
    }

    @Test("of brackets without end behind an address none is read twice")
    func brackets() throws {
        let text = "https://a.example/~" + String(repeating: ")", count: 200_000)
        #expect(try Self.write("<p>\(text)</p>").text.hasPrefix("<https://a.example/>\\~)"))
    }

    @Test("a row that spans more columns than anybody reads makes no others as long")
    func wide() throws {
        let cells = String(repeating: "<td colspan=100>x</td>", count: 300)
        let rows = String(repeating: "<tr><td>y</td></tr>", count: 2_000)
        let text = try Self.write("<table><tr>\(cells)</tr>\(rows)</table>").text
        #expect(text.utf8.count < 100_000)
        #expect(text.hasSuffix("| y |\n| y |"))
    }

    @Test("what is beyond measure is refused")
    func limits() {
        let deep = String(repeating: "<div>", count: 300)
        #expect(throws: ImportError.tooLarge("200 elements inside each other")) { try HTMLReader.read(deep) }
        let large = String(repeating: "a", count: HTMLReader.mostBytes + 1)
        #expect(throws: ImportError.tooLarge("4194304 bytes")) { try HTMLReader.read(large) }
        let many = String(repeating: "<b>x</b>", count: 110_000)
        #expect(throws: ImportError.tooLarge("200000 elements")) { try HTMLReader.read(many) }
    }
}
