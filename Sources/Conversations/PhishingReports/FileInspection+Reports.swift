package import Trust

/// Pictures of fakes go through what every file of a stranger does.
extension FileInspection: PictureCleaning {
    package func cleaned(_ content: [UInt8]) async throws -> PhishingPicture {
        // A text or PDF is refused before anything reads it.
        guard PictureFormat(rawValue: MediaType.sniff(content)) != nil else {
            throw PhishingReportError.noPicture
        }
        let passed = try await pass(content)
        guard let picture = passed.picture else { throw PhishingReportError.noPicture }
        return PhishingPicture(
            content: picture.content,
            mediaType: passed.mediaType,
            width: picture.width,
            height: picture.height
        )
    }
}
