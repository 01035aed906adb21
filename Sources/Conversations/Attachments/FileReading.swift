/// Reads files of strangers, where whatever they make of the decoders harms nobody.
package protocol FileReading: Sendable {
    /// A picture as it may be kept: its pixels, written anew.
    ///
    /// Throws: ``AttachmentError``: `pictureDamaged`, `pictureTooLarge`, `tooDemanding`, `readersBusy`,
    /// `readerUnavailable`.
    func rewritten(_ picture: [UInt8], as format: PictureFormat) async throws -> RewrittenPicture

    /// All text of a PDF: pages, notes, form fields and properties.
    ///
    /// Throws: ``AttachmentError``: one of those of PDFs, `tooDemanding`, `readersBusy`, `readerUnavailable`.
    func text(ofPDF content: [UInt8]) async throws -> String
}

/// The pictures that are taken; each is kept in its own format.
package enum PictureFormat: String, Sendable, CaseIterable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case gif = "image/gif"
    case webp = "image/webp"
}

/// A picture that holds nothing but pixels: upright, in sRGB, without EXIF, XMP, comments and profile.
package struct RewrittenPicture: Sendable {
    package let content: [UInt8]
    /// WebP, ``PictureLimits/thumbnailSide`` at most; nil where the picture is no larger and does not move.
    package let thumbnail: [UInt8]?
    /// Of one frame, in pixels.
    package let width: Int
    package let height: Int

    package init(content: [UInt8], thumbnail: [UInt8]?, width: Int, height: Int) {
        self.content = content
        self.thumbnail = thumbnail
        self.width = width
        self.height = height
    }
}

/// What a picture may be at most.
package enum PictureLimits {
    /// Of one side, in pixels.
    package static let side = 16_384
    /// Of all frames together: a telephone's 50 million have room.
    package static let pixels = 64_000_000
    package static let frames = 500
    /// The longer side of a thumbnail, in pixels: twice what the timeline shows.
    package static let thumbnailSide = 640
}

/// What a PDF may be at most.
package enum PDFLimits {
    package static let pages = 500
    /// Of all pages together.
    package static let textInBytes = 8 * 1_048_576
}
