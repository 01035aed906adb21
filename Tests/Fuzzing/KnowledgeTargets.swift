@testable import Base
import Foundation
@testable import Knowledge

let knowledgeTargets = [markdown, html, frontMatter]

/// What an author, an import or an announcement brings along.
private let markdown = FuzzTarget(
    "markdown",
    text: { text in
        let document = MarkdownDocument(text)
        check(document.html.markup, document.sections)
    }
)

/// HTML of any kind, as it stands within Markdown.
private let html = FuzzTarget(
    "html",
    text: { text in
        let cleaned = HTMLCleaner.clean(text)
        check(cleaned.html.markup, cleaned.sections)
    }
)

private func check(_ markup: String, _ sections: [MarkdownDocument.Section]) {
    var reading = MarkupReading(markup)
    reading.finish()
    let anchors = sections.map(\.anchor).filter { !$0.isEmpty }
    require(Set(anchors).count == anchors.count, "two sections of one anchor")
    require(anchors.allSatisfy(reading.ids.contains), "an anchor that the page does not have")
}

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
