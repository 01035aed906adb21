/// What readers came to a page for: without what stands on every page, and without the heading that is the title.
struct HTMLMain {
    /// Where what is read stands.
    private enum Place {
        /// Somewhere on the page, or beside the articles of it.
        case around
        /// In what the page is about: what it sets apart there belongs to it.
        case own
        /// In a quotation or a figure, whose foot says where it comes from.
        case quoted
    }

    /// The first `<h1>` of it.
    let heading: HTMLElement?
    let content: [HTMLNode]

    /// - `root`: The whole page.
    init(_ root: HTMLElement) {
        let body = root.first("body") ?? root
        let main = body.first("main")
        let articles = (main ?? body).outermost("article")
        let whole = articles.filter { !$0.isTeaser }
        let parts = main == nil && !whole.isEmpty ? whole : [main ?? body]
        heading = parts.lazy.compactMap { $0.first("h1") }.first
        // Beside whole articles those that lead to others are no part of the page.
        var reading = Reading(title: heading, dropped: whole.isEmpty ? [] : Set(articles.filter(\.isTeaser)))
        let hasArticles = !whole.isEmpty
        content = parts.flatMap { part in
            reading.pruned(part, part.name == "article" || (main != nil && !hasArticles) ? .own : .around)
        }
    }

    private struct Reading {
        var title: HTMLElement?
        let dropped: Set<HTMLElement>

        mutating func pruned(_ element: HTMLElement, _ place: Place) -> [HTMLNode] {
            var kept: [HTMLNode] = []
            for child in element.children {
                guard case .element(let inner) = child else {
                    kept.append(child)
                    continue
                }
                if inner == title {
                    title = nil
                    continue
                }
                guard belongs(inner, place) else { continue }
                let part = HTMLElement(
                    name: inner.name,
                    attributes: inner.attributes,
                    children: pruned(inner, Self.place(in: inner, place))
                )
                kept.append(.element(part))
            }
            return kept
        }

        private func belongs(_ element: HTMLElement, _ place: Place) -> Bool {
            switch element.name {
            case "nav": false
            case "footer": place == .quoted
            case "aside": place != .around || MarkdownWriter.calloutKind(element) != nil
            case "article": !dropped.contains(element)
            default: true
            }
        }

        private static func place(in element: HTMLElement, _ place: Place) -> Place {
            switch element.name {
            case "article": .own
            case "blockquote", "figure": .quoted
            default: place
            }
        }
    }
}

extension HTMLElement {
    /// The elements of a name below it that stand in no other of that name.
    fileprivate func outermost(_ wanted: String) -> [HTMLElement] {
        children.flatMap { child -> [HTMLElement] in
            guard case .element(let element) = child else { return [] }
            return element.name == wanted ? [element] : element.outermost(wanted)
        }
    }

    /// Whether it only leads elsewhere: most of what it says are links.
    fileprivate var isTeaser: Bool {
        func count(_ text: String) -> Int { text.count { !$0.isWhitespace } }
        let linked = all("a").filter { $0["href"] != nil }.reduce(0) { $0 + count($1.words) }
        return linked > 0 && 2 * linked >= count(words)
    }
}
