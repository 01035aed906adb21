import Conversations
import Knowledge

/// Writes the pictures of articles and videos anew, as those are that people send.
struct RewrittenPictures: PictureReading {
    private let reader: any FileReading
    private let scanner: (any VirusScanning)?

    /// - `scanner`: Nil where the operator has none.
    init(_ reader: any FileReading, scanner: (any VirusScanning)?) {
        self.reader = reader
        self.scanner = scanner
    }

    func read(_ content: [UInt8]) async throws -> ReadPicture {
        let type = MediaType.sniff(content)
        guard let format = PictureFormat(rawValue: type) else { throw PictureError.notAccepted(type) }
        let picture = try await reader.rewritten(content, as: format)
        try await scanner?.scan(picture.content)
        let side = max(picture.width, picture.height, 1)
        return ReadPicture(
            content: picture.content,
            mediaType: format.rawValue,
            width: picture.width,
            height: picture.height,
            moves: Self.moves(picture, format),
            small: picture.thumbnail.map { copy in
                // As libvips makes it: no side is longer.
                let width = min(picture.width, picture.width * PictureLimits.thumbnailSide / side)
                return ReadPicture.Small(content: copy, width: max(1, width))
            }
        )
    }

    /// Whether a picture is an animation; a GIF that is large may be one.
    static func moves(_ picture: RewrittenPicture, _ format: PictureFormat) -> Bool {
        switch format {
        case .gif: picture.thumbnail != nil
        case .webp:
            // The extended header's flag (https://developers.google.com/speed/webp/docs/riff_container).
            picture.content.count > 20 && picture.content[12..<16].elementsEqual("VP8X".utf8)
                && picture.content[20] & 0x02 != 0
        case .jpeg, .png: false
        }
    }
}
