extension APIDocument {
    /// Reads a description: OpenAPI 3, AsyncAPI 2 and 3, or a QuickFIX dictionary; what it is shows in the file itself.
    ///
    /// Nothing but the file is read: no other file, no network, no entities.
    ///
    /// - Throws: ``APIDocumentError``, which says where.
    package init(reading bytes: [UInt8]) throws(APIDocumentError) {
        guard bytes.count <= DocumentLimits.mostBytes else {
            throw .tooLarge(limitInBytes: DocumentLimits.mostBytes)
        }
        // A mark of the byte order, as editors on Windows put one.
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notText }
        switch bytes.first(where: { $0 > 32 }) {
        case UInt8(ascii: "<"):
            let root = try XMLElement.read(bytes)
            guard root.name == "fix" else {
                throw .unknownFormat("XML with the root \(root.name.prefix(60))")
            }
            self = try FIXReader.read(root)
        case UInt8(ascii: "{"): self = try Self.described(by: try JSONReader.read(bytes))
        default: self = try Self.described(by: try YAMLReader.read(bytes))
        }
        guard !entries.isEmpty else { throw .malformed(line: 1, "nothing is described in it") }
    }

    private static func described(by root: DocumentValue) throws(APIDocumentError) -> APIDocument {
        if let version = root["openapi"]?.scalar {
            guard version.hasPrefix("3.0") || version.hasPrefix("3.1") else {
                throw .unknownFormat("OpenAPI \(version.prefix(20))")
            }
            return try OpenAPIReader.read(root)
        }
        if let version = root["asyncapi"]?.scalar {
            guard version.hasPrefix("2.") || version.hasPrefix("3.") else {
                throw .unknownFormat("AsyncAPI \(version.prefix(20))")
            }
            return try AsyncAPIReader.read(root, version: version)
        }
        if let version = root["swagger"]?.scalar { throw .unknownFormat("Swagger \(version.prefix(20))") }
        throw .unknownFormat("neither openapi nor asyncapi stands in it")
    }
}
