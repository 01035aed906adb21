import Base
package import Safeguard

/// What every file goes through before anything of it is stored.
package struct FileInspection: Sendable {
    /// A file as it may be kept.
    struct Passed: Sendable {
        var content: [UInt8]
        /// Found out from the content.
        let mediaType: String
        /// Nil where there is none.
        var picture: RewrittenPicture?
    }

    private let gate: SecretsGate
    private let reader: any FileReading
    private let scanner: (any VirusScanning)?

    /// - `scanner`: Nil where the operator has none.
    package init(gate: SecretsGate, reader: any FileReading, scanner: (any VirusScanning)? = nil) {
        self.gate = gate
        self.reader = reader
        self.scanner = scanner
    }

    /// Finds out what a file is, and whether it can be kept.
    ///
    /// Throws: ``AttachmentError``; then nothing of the file is anywhere.
    func pass(_ content: [UInt8]) async throws -> Passed {
        let passed = try await withoutSecrets(content)
        // Last: what a scanner gets may lie in its temporary folder.
        try await scanner?.scan(passed.content)
        return passed
    }

    private func withoutSecrets(_ content: [UInt8]) async throws -> Passed {
        let mediaType = try await BlockingWork.run { MediaType.sniff(content) }
        if let format = PictureFormat(rawValue: mediaType) {
            let picture = try await reader.rewritten(content, as: format)
            return Passed(content: picture.content, mediaType: mediaType, picture: picture)
        }
        switch mediaType {
        case "text/plain": try await searchText(content)
        case "application/pdf":
            let text = try await reader.text(ofPDF: content)
            try await search([text])
        default: throw AttachmentError.typeNotAccepted(mediaType)
        }
        return Passed(content: content, mediaType: mediaType)
    }

    /// A file's name as it may be kept.
    func masked(_ name: String) -> String { gate.mask(name).text }

    private func searchText(_ content: [UInt8]) async throws {
        let readings = try await BlockingWork.run(.long) { TextEncodings.readings(of: content) }
        guard !readings.isEmpty else {
            throw AttachmentError.typeNotAccepted("text in an unknown encoding")
        }
        try await search(readings)
    }

    /// Refuses what holds a secret in any of some readings.
    ///
    /// A file is not changed: a receipt with a line blacked out is no receipt, so its sender takes the secret out.
    private func search(_ readings: [String]) async throws {
        let kinds = try await BlockingWork.run(.long) {
            readings.reduce(into: Set<SecretKind>()) { $0.formUnion(gate.mask($1).kinds) }
        }
        guard kinds.isEmpty else {
            throw AttachmentError.holdsSecrets(SecretKind.allCases.filter(kinds.contains))
        }
    }
}
