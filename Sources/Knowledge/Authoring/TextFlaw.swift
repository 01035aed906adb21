/// What keeps a text from its readers, apart from what it says.
package struct TextFlaw: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// `name` is a picture's address: it says nothing to whoever does not see it.
        case pictureUndescribed = "picture_undescribed"
        /// `name` is how the text names a snippet or variable that there is not.
        case snippetUnknown = "snippet_unknown"
        /// The same of one that says nothing in the text's language.
        case snippetUntranslated = "snippet_untranslated"
        /// The same of one that stands in too many others, or is too much with all that it names.
        case snippetTooDeep = "snippet_too_deep"
    }

    package let kind: Kind
    /// Of what it is the flaw, to be found by.
    package let name: String

    /// What is wrong, for developers.
    var words: String {
        switch kind {
        case .pictureUndescribed: "the picture \(name) has no alternative text"
        case .snippetUnknown: "there is no \(name)"
        case .snippetUntranslated: "\(name) says nothing in this language"
        case .snippetTooDeep: "\(name) stands in too many others"
        }
    }
}

extension MarkdownDocument {
    /// Each once, in the order of the text.
    var flaws: [TextFlaw] {
        var seen: Set<TextFlaw> = []
        return undescribedPictures.map { TextFlaw(kind: .pictureUndescribed, name: $0) }
            .filter { seen.insert($0).inserted }
    }
}
