/// What keeps a text from its readers, apart from what it says.
package struct TextFlaw: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// `name` is a picture's address: it says nothing to whoever does not see it.
        case pictureUndescribed = "picture_undescribed"
        /// `name` is the address of a picture that there is not.
        case pictureUnknown = "picture_unknown"
        /// `name` is how the text names a snippet or variable that there is not.
        case snippetUnknown = "snippet_unknown"
        /// The same of one that says nothing in the text's language.
        case snippetUntranslated = "snippet_untranslated"
        /// The same of one that stands in too many others, or is too much with all that it names.
        case snippetTooDeep = "snippet_too_deep"
        /// `name` is the line of a diagram that cannot be read.
        case diagramUnreadable = "diagram_unreadable"
        /// A diagram has no title, or more than can be drawn; `name` is its kind.
        case diagramUntitled = "diagram_untitled"
        case diagramTooLarge = "diagram_too_large"
        /// Graphviz is missing or failed: it stands there in words. Readers may be shown that.
        case diagramNotDrawn = "diagram_not_drawn"
        /// `name` is a video that there is not, or that has no film yet.
        case videoUnknown = "video_unknown"
        /// `name` is a video that the text shows twice.
        case videoRepeated = "video_repeated"
    }

    package let kind: Kind
    /// Of what it is the flaw, to be found by.
    package let name: String

    /// What is wrong, for developers.
    var words: String {
        switch kind {
        case .pictureUndescribed: "the picture \(name) has no alternative text"
        case .pictureUnknown: "there is no picture \(name)"
        case .snippetUnknown: "there is no \(name)"
        case .snippetUntranslated: "\(name) says nothing in this language"
        case .snippetTooDeep: "\(name) stands in too many others"
        case .diagramUnreadable: "the line \(name) of a diagram means nothing"
        case .diagramUntitled: "a \(name) has no title"
        case .diagramTooLarge: "a \(name) is too large"
        case .diagramNotDrawn: "a \(name) could not be drawn"
        case .videoUnknown: "there is no video \(name)"
        case .videoRepeated: "the video \(name) is shown twice"
        }
    }
}

extension MarkdownDocument {
    /// Each once, in the order of the text.
    ///
    /// - `known`: What there is of what it shows.
    func flaws(showing known: Illustrations) -> [TextFlaw] {
        var seen: Set<TextFlaw> = []
        let pictures = undescribedPictures.map { TextFlaw(kind: .pictureUndescribed, name: $0) }
        let absent = links.filter { link in
            link.kind == .picture && link.address.hasPrefix(PicturePlacement.path)
                && PicturePlacement.name(in: link.address).flatMap { known.pictures[$0] } == nil
        }.map { TextFlaw(kind: .pictureUnknown, name: $0.address) }
        let missing = videos.filter { known.videos[$0]?.film == nil }
            .map { TextFlaw(kind: .videoUnknown, name: $0.rawValue) }
        let repeated = repeatedVideos.map { TextFlaw(kind: .videoRepeated, name: $0.rawValue) }
        return (pictures + absent + diagramFlaws + missing + repeated).filter { seen.insert($0).inserted }
    }
}

extension TextFlaw {
    init(_ error: DiagramError, in kind: Diagram.Kind) {
        switch error {
        case .unreadable(let line): self.init(kind: .diagramUnreadable, name: String(line.prefix(80)))
        case .untitled: self.init(kind: .diagramUntitled, name: kind.rawValue)
        case .tooLarge: self.init(kind: .diagramTooLarge, name: kind.rawValue)
        }
    }
}
