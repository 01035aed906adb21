import Conversations
import Knowledge

/// Writes the posters of videos anew, as the pictures that people send are.
struct RewrittenPosters: PosterReading {
    private let reader: any FileReading

    init(_ reader: any FileReading) {
        self.reader = reader
    }

    func poster(_ content: [UInt8]) async throws -> Poster? {
        // Still ones alone: before a video nothing moves.
        guard let format = PictureFormat(rawValue: MediaType.sniff(content)), format != .gif else {
            return nil
        }
        let picture = try await reader.rewritten(content, as: format)
        return Poster(
            content: picture.content,
            mediaType: format.rawValue,
            width: picture.width,
            height: picture.height
        )
    }
}
