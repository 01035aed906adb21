import Base
import Safeguard
import Storage

/// What is kept of a file, sealed under a key of its own: the key is destroyed with the file.
struct SealedFile: Sendable {
    let key: DataKey
    let digest: BlobDigest
    let thumbnail: BlobDigest?

    /// Stores a file's content so that nobody reads it without the key.
    static func store(_ content: [UInt8], thumbnail: [UInt8]?, in blobs: any Blobs) async throws -> SealedFile
    {
        let key = DataKey()
        let digest = try await blobs.store(key.seal(content, as: .fileContent))
        var small: BlobDigest?
        if let thumbnail { small = try await blobs.store(key.seal(thumbnail, as: .fileThumbnail)) }
        return SealedFile(key: key, digest: digest, thumbnail: small)
    }

    var digests: [BlobDigest] { [digest] + [thumbnail].compactMap(\.self) }
}

extension FieldName {
    static let fileName = FieldName("attachment.sealed_name")
    static let fileContent = FieldName("attachment.content")
    static let fileThumbnail = FieldName("attachment.thumbnail")
}
