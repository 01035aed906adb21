import Base
@testable import Knowledge
import Testing
import Web

@Suite("Where links lead")
struct LinkAddressTests {
    private static func read(_ text: String, site: String? = "https://help.example") -> LinkAddress {
        LinkAddress(text, site: site.flatMap { SiteOrigin($0) })
    }

    private static func own(_ path: String, _ query: String? = nil, _ anchor: String = "") -> LinkAddress {
        .own(path: path, query: query, anchor: anchor)
    }

    private static let addresses: [(String, LinkAddress)] = [
        ("#fees", LinkAddress.here(anchor: "fees")), ("#%E8%B4%B9%E7%94%A8", .here(anchor: "费用")),
        ("/", Self.own("/")), ("/help/late-deposit/", Self.own("/help/late-deposit")),
        ("/help/late-deposit?lang=en#fees", Self.own("/help/late-deposit", "lang=en", "fees")),
        ("late-deposit", Self.own("/help/late-deposit")),
        ("./late-deposit#a", Self.own("/help/late-deposit", nil, "a")),
        ("../contact", Self.own("/contact")), ("https://help.example", Self.own("/")),
        ("https://HELP.example/help/a?b", Self.own("/help/a", "b")),
        ("https://help.example?q=a", Self.own("/", "q=a")),
        ("https://help.example.evil.example/help/a", .outside("https://help.example.evil.example/help/a")),
        ("https://help.example:8443/a", .outside("https://help.example:8443/a")),
        ("http://example.com/a#b", .outside("http://example.com/a")),
        ("//example.com/a", .outside("https://example.com/a")),
        ("https://example.com/帮助?q=a b", .outside("https://example.com/%E5%B8%AE%E5%8A%A9?q=a%20b")),
        ("https://example.com/%E5%B8%AE", .outside("https://example.com/%E5%B8%AE")),
        ("mailto:a@b.example", .program), ("tel:+123", .program),
        ("", .unreadable), ("javascript:alert(1)", .unreadable), ("ftp://example.com/", .unreadable),
        ("https://example.com/" + String(repeating: "a", count: 2048), .unreadable),
    ]

    @Test(arguments: addresses)
    func reading(_ text: String, _ expected: LinkAddress) {
        #expect(Self.read(text) == expected)
    }

    @Test(
        "an address that moved keeps the part of the page, unless the new one names another",
        arguments: [
            ("https://a.example/old#part", "https://a.example/new", "https://a.example/new#part"),
            ("https://a.example/old#part", "https://a.example/new#other", "https://a.example/new#other"),
            ("https://a.example/old", "https://a.example/new", "https://a.example/new"),
        ]
    )
    func part(_ original: String, _ address: String, _ expected: String) {
        #expect(LinkAddress.keepingPart(of: original, in: address) == expected)
    }

    @Test("without an address of its own every whole address is somebody else's")
    func withoutSite() {
        #expect(
            Self.read("https://help.example/help/a", site: nil) == .outside("https://help.example/help/a")
        )
    }

    @Test("each link is found with its line, also where cmark writes it otherwise or a snippet says it")
    func lines() throws {
        let name = SmallHelpCentre.slug("where-to")
        let snippet = Snippet(
            name: name,
            kind: .snippet,
            texts: ["*": "[there](https://there.example/a)"],
            revision: 1,
            editorName: nil,
            changedAt: SmallHelpCentre.now
        )
        let body = """
            # One

            [a](/help/a?x=1&y=2) and [b][ref]
            ![form](/media/form.png)
            www.example.com and <https://example.com/帮助>

            {{snippet:where-to}}

            [ref]: #one
            """
        let found = LinkReader(body, SnippetShelf([snippet]), [:], in: .english)
        #expect(found.anchors.headings == ["one"])
        #expect(
            found.found.map(\.link.address) == [
                "/help/a?x=1&y=2", "#one", "/media/form.png", "http://www.example.com",
                "https://example.com/%E5%B8%AE%E5%8A%A9", "https://there.example/a",
            ]
        )
        #expect(found.found.map(\.line) == [3, 9, 4, 5, 5, 7])
        #expect(found.found.map(\.snippet) == [nil, nil, nil, nil, nil, name])
        #expect(found.found.map(\.link.kind) == [.link, .link, .picture, .link, .link, .link])
    }
}
