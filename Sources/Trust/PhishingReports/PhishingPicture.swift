/// A picture of a fake, as it is kept: pixels alone, written anew.
package struct PhishingPicture: Sendable, Hashable {
    /// The largest that is taken, and the largest that is kept, in bytes.
    package static let largest = 5 * 1024 * 1024
    /// So many wait to be looked at; then no more come in.
    static let mostWaiting = 500

    package let content: [UInt8]
    package let mediaType: String
    /// In pixels.
    package let width: Int
    package let height: Int

    package init(content: [UInt8], mediaType: String, width: Int, height: Int) {
        self.content = content
        self.mediaType = mediaType
        self.width = width
        self.height = height
    }
}

/// Makes of a stranger's file a picture that nobody needs to be afraid of.
package protocol PictureCleaning: Sendable {
    /// - `content`: Whatever somebody sent.
    ///
    /// Throws: A `DomainError` that says what is wrong with it; nothing of it is kept then.
    func cleaned(_ content: [UInt8]) async throws -> PhishingPicture
}
