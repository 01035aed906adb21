/// What keeps a text from its readers, apart from what it says.
package struct TextFlaw: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// `name` is a picture's address: it says nothing to whoever does not see it.
        case pictureUndescribed = "picture_undescribed"
    }

    package let kind: Kind
    /// Of what it is the flaw, to be found by.
    package let name: String

    /// What is wrong, for developers.
    var words: String {
        switch kind {
        case .pictureUndescribed: "the picture \(name) has no alternative text"
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
