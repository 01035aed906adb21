/// What of a page Markdown, or this help centre, has no form for: told for each page, never left out in silence.
package enum ImportLoss: String, Sendable, Hashable, CaseIterable {
    /// A video or another page in the page: a link to it stands in its place.
    case embedded
    /// Fields and buttons.
    case form
    case script
    /// A drawing without a file of its own.
    case drawing
    /// A cell over several columns or rows: the others are empty.
    case tableSpan
    /// Lists, code or tables in a cell: their words stand in it.
    case tableBlocks
    /// A link that no browser should follow: its words are kept.
    case unsafeLink
    /// A picture of another site, which readers are not shown until it is moved here.
    case pictureElsewhere
    /// A picture whose content stands in the page itself.
    case pictureInline
    /// A picture that says nothing to whoever does not see it: it keeps the text from being published.
    case pictureUndescribed
    /// A link to a part of a page that is no heading.
    case anchor

    /// For whoever imports.
    package func words(_ count: Int) -> String {
        let what =
            switch self {
            case .embedded: "embedded page(s) or video(s), kept as links"
            case .form: "form field(s), left out"
            case .script: "script(s), left out"
            case .drawing: "inline drawing(s), left out"
            case .tableSpan: "table cell(s) over several columns or rows, the others left empty"
            case .tableBlocks: "table cell(s) with lists, code or tables, kept as words"
            case .unsafeLink: "link(s) that no browser should follow, kept as words"
            case .pictureElsewhere: "picture(s) of another site, which readers are not shown"
            case .pictureInline: "picture(s) written into the page, left out"
            case .pictureUndescribed: "picture(s) without a description, which keep it from being published"
            case .anchor: "link(s) to a part that is no heading, kept as links to the page"
            }
        return "\(count) \(what)"
    }
}
