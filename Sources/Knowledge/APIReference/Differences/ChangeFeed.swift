import Base

/// An API's change log as Atom (RFC 4287).
struct ChangeFeed {
    let title: String
    /// The feed's own path.
    let path: String
    let changes: [APIChange]
    let texts: ChangeTexts
    let locale: LocaleCode

    var xml: String {
        let updated = changes.first?.createdAt.rfc3339 ?? "1970-01-01T00:00:00Z"
        let page = path.replacing("changes.atom", with: "changes")
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(locale)">
            <title>\(xmlText(title))</title>
            <id>urn:switchboard:\(xmlText(path))</id>
            <updated>\(updated)</updated>
            <author><name>\(xmlText(title))</name></author>
            <link rel="self" type="application/atom+xml" href="\(xmlText(path))"/>
            <link rel="alternate" type="text/html" href="\(xmlText(page))"/>
            \(changes.map(entry).joined(separator: "\n"))
            </feed>

            """
    }

    private func entry(_ change: APIChange) -> String {
        let base = path.replacing("/changes.atom", with: "")
        let address =
            change.before.flatMap { before in
                before == change.version
                    ? nil
                    : PageAddress(
                        "\(base)/changes",
                        ["from": before.rawValue, "to": change.version.rawValue]
                    ).url
            } ?? "\(base)/\(change.version)"
        return """
            <entry>
            <title>\(xmlText(texts.title(of: change)))</title>
            <id>urn:switchboard:api-change:\(change.id)</id>
            <updated>\(change.createdAt.rfc3339)</updated>
            <link rel="alternate" type="text/html" href="\(xmlText(address))"/>
            <content type="html">\(xmlText(content(change)))</content>
            </entry>
            """
    }

    /// The first changes as a list; the page has all.
    private func content(_ change: APIChange) -> String {
        let lines = change.difference.changes.prefix(100).map { one in
            let names = [one.entry.isEmpty ? texts.whole : one.entry, one.place].filter { !$0.isEmpty }
            return
                "<li>\(xmlText(names.joined(separator: " › "))): \(xmlText(texts.text(of: one)))</li>"
        }
        return lines.isEmpty ? "" : "<ul>\(lines.joined())</ul>"
    }
}
