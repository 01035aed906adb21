@testable import Base
import Foundation
@testable import Knowledge
@testable import Web

let knowledgeTargets = [
    markdown, html, frontMatter, apiJSON, apiYAML, apiDocuments, captions, videos, importedHTML, zendesk,
    charts, redirections,
]

/// What an author, an import or an announcement brings along.
private let markdown = FuzzTarget(
    "markdown",
    text: { text in
        let document = MarkdownDocument(text)
        check(document.html.markup, document.sections)
        for diagram in document.diagrams {
            switch diagram {
            case .sequence(let diagram): check(diagram.drawn().markup, [])
            case .flow(let chart):
                // What Graphviz reads has no word of the text.
                let marks = ",.;[]{}<>=->_\"\n /".utf8
                require(
                    chart.dot.utf8.allSatisfy {
                        (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                            || marks.contains($0)
                    },
                    "a chart that says more than numbers"
                )
                let boxes = chart.nodes.indices.map { "node n\($0) 1 1 1 1 \"\" solid box black lightgrey" }
                let arrows = chart.edges.map { edge in
                    "edge n\(edge.from) n\(edge.to) 4 1 1 2 2 3 3 4 4\(edge.label.isEmpty ? "" : " <a b> 1 1") solid black"
                }
                let drawn = chart.drawn(
                    by: (["graph 1 9 9"] + boxes + arrows + ["stop"]).joined(separator: "\n")
                )
                require(drawn != nil, "a chart that is not drawn")
                check(drawn?.markup ?? "", [])
            }
        }
    }
)

/// What Graphviz answers, in a process that somebody may have taken over.
private let charts = FuzzTarget(
    "charts",
    text: { text in
        let source = "title: How\na([Ask]) --> b{Known?} -->|yes| c[Sent]\nb -.-> a"
        // A chart of ours is one.
        guard case .flow(let chart)? = try? Diagram(.flowchart, source) else { fail("no chart") }
        guard let drawn = chart.drawn(by: text) else { return }
        check(drawn.markup, [])
        let nodes = text.utf8.split(separator: 10).filter { line in
            line.drop { $0 == 32 }.starts(with: "node ".utf8)
        }
        require(nodes.count >= chart.nodes.count, "a box that has no place")
    }
)

/// Where another server says that a page has gone, and what an article says where one is.
private let redirections = FuzzTarget(
    "redirections",
    text: { text in
        check(LinkAddress(text, site: SiteOrigin("https://help.example")))
        let place = "https://help.example/a/b?c=1"
        guard let next = OutsideAsker.next(from: place, to: text) else { return }
        require(next.utf8.allSatisfy { (33...126).contains($0) }, "an address that ends a line: \(next)")
        require(next.lowercased().hasPrefix("http"), "another scheme: \(next)")
        // What cannot be read is not asked.
        guard let address = try? OutgoingAddress(next, allowing: .none, mayBePlain: true) else { return }
        // Another parser must come to the same host, or one would be checked and the other asked.
        let host = URLComponents(string: next)?.encodedHost?.lowercased()
            .trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let ours = address.host.text
        require(host == ours || host == "\(ours).", "two parsers differ: \(next)")
        let start = text.drop { $0.isWhitespace }.utf8.prefix(2)
        let isPath =
            start.first == UInt8(ascii: "/")
            && !(start.dropFirst().first.map { "/\\".utf8.contains($0) } ?? false)
        require(!isPath || ours == "help.example", "a path that leads to another host: \(next)")
    }
)

private func check(_ link: LinkAddress) {
    switch link {
    case .own(let path, _, _):
        require(path.utf8.first == UInt8(ascii: "/"), "a page that is not of this site: \(path)")
    case .outside(let address):
        require(address.utf8.count <= LinkAddress.longest, "an address too long")
        require(
            address.utf8.allSatisfy { (33...126).contains($0) && !"\"<>".utf8.contains($0) },
            "an address that ends an attribute: \(address)"
        )
        require(address.lowercased().hasPrefix("http"), "another scheme: \(address)")
    case .here, .program, .unreadable: break
    }
}

/// HTML of any kind, as it stands within Markdown.
private let html = FuzzTarget(
    "html",
    text: { text in
        let cleaned = HTMLCleaner.clean(text)
        check(cleaned.html(with: [], videos: [:]).markup, cleaned.sections)
    }
)

private func check(_ markup: String, _ sections: [MarkdownDocument.Section]) {
    var reading = MarkupReading(markup)
    reading.finish()
    let anchors = sections.map(\.anchor).filter { !$0.isEmpty }
    require(Set(anchors).count == anchors.count, "two sections of one anchor")
    require(anchors.allSatisfy(reading.ids.contains), "an anchor that the page does not have")
}

/// A page of another help centre: what it becomes is as clean as what is written here.
private let importedHTML = FuzzTarget(
    "imported_html",
    text: { text in
        var writer = MarkdownWriter { _ in .kept }
        let document = MarkdownDocument(writer.write(try HTMLReader.read(text).children))
        check(document.html.markup, document.sections)
        let headings = document.sections.filter { $0.level > 0 && !$0.isTab }
        require(headings.count == writer.headings.count, "a heading that is lost or made up")
    }
)

/// What Zendesk's API answered.
private let zendesk = FuzzTarget(
    "zendesk",
    bytes: { bytes in
        guard let fallback = Slug(rawValue: "general") else { fail("a shelf without a name") }
        var export = ZendeskExport(offering: [.english, .simplifiedChinese])
        try export.add(json: Data(bytes), path: "answer.json")
        let found = export.helpCentre(fallback: fallback)
        let addresses = found.pages.map { "\($0.draft.slug) \($0.draft.locale)" }
        require(Set(addresses).count == addresses.count, "two pages of one address")
        for draft in found.pages.map(\.draft) {
            require(
                !draft.title.isEmpty && draft.title.count <= ArticleText.longestTitle
                    && draft.keywords.count <= ArticleText.mostKeywords
                    && (1...1000).contains(draft.pin ?? 1),
                "a page beyond the limits"
            )
        }
    }
)

/// Captions and chapters: what is kept of them says the same, and what a page has of them leads somewhere.
private let captions = FuzzTarget(
    "captions",
    bytes: { bytes in
        let text = try WebVTT(bytes)
        require(try WebVTT(Array(text.file.utf8)) == text, "what is written is read as something else")
        require(
            zip(text.cues, text.cues.dropFirst()).allSatisfy { $0.start <= $1.start },
            "texts out of order"
        )
        require(text.cues.allSatisfy { $0.start < $0.end }, "a text that ends before it begins")
        for chapters in [nil, text] {
            let transcript = Transcript(captions: text, chapters: chapters)
            let seconds = transcript.parts.flatMap(\.paragraphs).map(\.second)
            require(Set(seconds).count == seconds.count, "two paragraphs of one address")
            require(seconds == seconds.sorted(), "paragraphs out of order")
            let chapterSeconds = transcript.chapters.map(\.second)
            require(Set(chapterSeconds).count == chapterSeconds.count, "two chapters of one address")
        }
    }
)

/// The tables of a film, whichever pieces it comes in.
private let videos = FuzzTarget(
    "videos",
    bytes: { bytes in
        func facts(_ length: Int) throws -> VideoFacts {
            var reading = VideoReading()
            var rest = bytes[...]
            while !rest.isEmpty {
                try reading.read(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            return try reading.facts()
        }
        // Whether it is refused is what is compared.
        let (whole, inPieces) = (try? facts(bytes.count + 1), try? facts(7))
        require(whole == inPieces, "a film that is another one in pieces")
        if let whole {
            require(whole.width >= 0 && whole.height >= 0, "a picture of no size")
            require(whole.milliseconds ?? 1 > 0, "a film without a length")
        }
    }
)

/// The head of an imported file.
private let frontMatter = FuzzTarget(
    "front_matter",
    text: { text in
        let matter = try FrontMatter(text)
        let plain = text.replacing("\r\n", with: "\n")
        require(
            plain.utf8.reversed().starts(with: matter.body.utf8.reversed()),
            "a body that is not the rest"
        )
        for (key, value) in matter.values {
            require(!key.contains("\n") && !value.contains("\n"), "an entry of two lines")
            require(
                matter.all(key).last.map { isSame($0, value) } ?? false,
                "a value that is not the last one"
            )
        }
    }
)

/// The JSON of an API's description, which has a reader of its own.
private let apiJSON = FuzzTarget(
    "api_json",
    text: { text in
        let value = try JSONReader.read(Array(text.utf8))
        // Foundation refuses a number that no Double can hold.
        let mayOverflow = text.utf8.count > 300 || text.contains { $0 == "e" || $0 == "E" }
        // Whether it is refused is what is asked.
        let known = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        require(known != nil || mayOverflow, "Foundation does not take it for JSON")
        let again = try JSONReader.read(Array(value.json.utf8))
        require(isSame(again.json, value.json), "what is written is read as something else")
    }
)

/// The YAML of one: what it means is written as JSON and read alike.
private let apiYAML = FuzzTarget(
    "api_yaml",
    bytes: { bytes in
        let value = try YAMLReader.read(bytes)
        do {
            let again = try JSONReader.read(Array(value.json.utf8))
            require(isSame(again.json, value.json), "what is written is read as something else")
        } catch {
            fail("what is written is no JSON: \(error)")
        }
    }
)

/// A whole description, of whatever format.
private let apiDocuments = FuzzTarget(
    "api_documents",
    bytes: { bytes in
        let document = try APIDocument(reading: bytes)
        let keys = document.entries.map(\.key)
        require(Set(keys).count == keys.count, "two entries of one address")
        require(
            keys.allSatisfy {
                $0.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            },
            "an address that is no plain word"
        )
        for entry in document.entries {
            for schema in entry.parameters.map(\.schema) + entry.contents.map(\.schema) {
                check(schema, in: document)
            }
        }
        for schema in document.schemas.values { check(schema, in: document) }
        let stored = try WireJSON.encode(document)
        require(stored.count < 8 * DocumentLimits.mostTextBytes, "a document that has no end")
        require(
            try WireJSON.decode(APIDocument.self, from: stored) == document,
            "what is stored is read as something else"
        )
    }
)

private func check(_ schema: APISchema, in document: APIDocument) {
    if let reference = schema.reference {
        require(document.schemas[reference] != nil, "a schema that is nowhere")
    }
    for part in schema.properties.map(\.schema) + schema.entries + schema.parts { check(part, in: document) }
}
