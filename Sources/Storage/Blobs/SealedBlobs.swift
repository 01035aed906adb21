package import Safeguard

extension Blobs {
    /// What was stored of a file.
    ///
    /// - `key`: Nil for a file of before content was sealed.
    /// - Throws: ``BlobError``; `damaged` where it does not open.
    package func content(
        of digest: BlobDigest,
        under key: DataKey?,
        as field: FieldName
    ) async throws -> [UInt8] {
        let stored = try await content(of: digest)
        guard let key else { return stored }
        do {
            return try key.open(stored, as: field)
        } catch {
            throw BlobError.damaged(digest.hex)
        }
    }
}
