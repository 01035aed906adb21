/// Writes a picture of an editor's anew, as it may be shown to everybody.
package protocol PictureReading: Sendable {
    /// A picture with nothing in it but pixels.
    ///
    /// - Throws: ``PictureError/notAccepted(_:)`` for what is no picture that can be shown; a problem of its own where it is
    ///   damaged, demands too much or holds a harmful program.
    func read(_ content: [UInt8]) async throws -> ReadPicture
}

/// A picture as it is shown.
package struct ReadPicture: Sendable, Hashable {
    /// A small copy, a WebP that does not move.
    package struct Small: Sendable, Hashable {
        package let content: [UInt8]
        /// In pixels.
        package let width: Int

        package init(content: [UInt8], width: Int) {
            self.content = content
            self.width = width
        }
    }

    package let content: [UInt8]
    /// Such as `image/jpeg`.
    package let mediaType: String
    /// Of one frame, in pixels.
    package let width: Int
    package let height: Int
    /// Whether it is an animation, as far as its form tells.
    package let moves: Bool
    /// Nil where it is small itself.
    package let small: Small?

    package init(
        content: [UInt8],
        mediaType: String,
        width: Int,
        height: Int,
        moves: Bool = false,
        small: Small? = nil
    ) {
        self.content = content
        self.mediaType = mediaType
        self.width = width
        self.height = height
        self.moves = moves
        self.small = small
    }
}
