/// A short part of a document's text with the words of the question marked.
package struct Passage: Sendable, Equatable {
    /// A stretch of the passage that is marked or not.
    package struct Piece: Sendable, Equatable {
        package let text: String
        package let isMatch: Bool
    }

    /// The fragment of a link to the section, without `#`; nil when it has none.
    package let anchor: String?
    /// The section's heading, or empty.
    package let heading: String
    /// One line; an ellipsis marks where it was cut.
    package let text: String
    /// What to mark in `text`, in order and apart; never inside a character.
    package let highlights: [Range<String.Index>]
    /// The share of the question that this part alone holds, 0...1.
    package let coverage: Double

    /// The passage cut into what is marked and what is not; joined they are `text`.
    package var pieces: [Piece] {
        var pieces: [Piece] = []
        var position = text.startIndex
        for range in highlights {
            if position < range.lowerBound {
                pieces.append(Piece(text: String(text[position..<range.lowerBound]), isMatch: false))
            }
            pieces.append(Piece(text: String(text[range]), isMatch: true))
            position = range.upperBound
        }
        if position < text.endIndex {
            pieces.append(Piece(text: String(text[position...]), isMatch: false))
        }
        return pieces
    }
}
