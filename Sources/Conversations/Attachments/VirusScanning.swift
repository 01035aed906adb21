/// Looks for harmful programs in a file.
package protocol VirusScanning: Sendable {
    /// Returns when there is none.
    ///
    /// - `content`: As it would be kept: what nobody may have was refused before, and a picture is nothing but pixels.
    ///
    /// Throws: ``AttachmentError/infected`` where there is one; ``AttachmentError/scannerUnavailable(_:)`` where nobody
    /// can tell.
    func scan(_ content: [UInt8]) async throws
}
