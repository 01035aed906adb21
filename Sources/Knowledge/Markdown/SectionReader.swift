import Foundation

/// Gathers the sections of a text as it is walked through.
struct SectionReader {
    private struct Part {
        var heading = ""
        var anchor = ""
        var level = 0
        var text = ""
        /// Of the tab that it stands in.
        var tab = ""
        var isTab = false
        /// Where it stands among those that are found; nil for behind them.
        var place: Int?
    }

    private(set) var found: [MarkdownDocument.Section] = []
    private var open = Part()
    /// What stands around the tabs that are being read; nil outside of tabs.
    private var outer: Part?
    private var tab = ""

    /// The heading that the walk stands under, and its anchor; empty before the first one.
    var heading: String { open.heading }
    var anchor: String { open.anchor }
    /// The level of a heading for something that stands under this one.
    var levelBelow: Int { min(6, max(2, (outer ?? open).level + 1)) }
    var isInTabs: Bool { outer != nil }

    mutating func read(_ text: String) {
        open.text += text
    }

    mutating func begin(_ heading: String, _ anchor: String, level: Int) {
        close()
        open = Part(heading: heading, anchor: anchor, level: level, tab: tab)
    }

    /// Tabs begin: each is a section of its own, and what stands around them stays one.
    mutating func beginTabs() {
        if open.place == nil { open.place = found.count }
        outer = open
        open = Part()
    }

    mutating func begin(tab name: String, _ anchor: String) {
        close()
        tab = name
        open = Part(heading: outer?.heading ?? "", anchor: anchor, level: levelBelow, tab: name, isTab: true)
    }

    mutating func endTab() {
        close()
        open = Part()
        tab = ""
    }

    mutating func endTabs() {
        close()
        open = outer ?? Part()
        outer = nil
    }

    /// The walk is over.
    mutating func finish() {
        close()
        open = Part()
    }

    private mutating func close() {
        let text = open.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let heading = [open.heading, open.tab].filter { !$0.isEmpty }.joined(separator: " – ")
        guard !text.isEmpty || !heading.isEmpty else { return }
        found.insert(
            .init(heading: heading, anchor: open.anchor, level: open.level, isTab: open.isTab, text: text),
            at: open.place ?? found.count
        )
    }
}
