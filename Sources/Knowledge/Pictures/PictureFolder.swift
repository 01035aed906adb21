import Base
package import Foundation

/// The pictures of a folder of articles: the files in `pictures/`, and what they show in `pictures.json`.
package struct PictureFolder: Sendable {
    /// Where it stands in the folder what there is.
    package static let index = "pictures.json"

    /// A picture, before its file is read.
    package struct Entry: Codable, Sendable, Hashable {
        package let name: Slug
        /// Where its file stands in the folder.
        package let file: String
        /// What it shows, by language tag.
        package let alts: [String: String]

        /// Whether its file stands beside the others.
        fileprivate var isInPlace: Bool {
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == 2 && parts[0] == "pictures" && !parts[1].isEmpty && !parts[1].hasPrefix(".")
                && !file.contains { $0 == "\\" || $0 == "\0" }
        }
    }

    private struct Index: Codable {
        let pictures: [Entry]
    }

    private static let endings = [
        "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
    ]

    /// In their order.
    package let entries: [Entry]

    package init(_ pictures: [Picture]) {
        entries = pictures.map { picture in
            let ending = Self.endings[picture.file.mediaType] ?? "png"
            return Entry(name: picture.name, file: "pictures/\(picture.name).\(ending)", alts: picture.alts)
        }
    }

    /// - Throws: ``ImportError`` for what is no such file, or names files elsewhere.
    package init(json: Data) throws(ImportError) {
        let found: [Entry]
        do {
            found = try JSONDecoder().decode(Index.self, from: json).pictures
        } catch {
            throw .inFile(Self.index, .malformedLine(1, "not the expected shape"))
        }
        guard found.count <= Picture.most else {
            throw .inFile(Self.index, .tooLarge("\(Picture.most) pictures"))
        }
        if let stray = found.first(where: { !$0.isInPlace }) {
            throw .inFile(Self.index, .invalid(key: "file", value: stray.file))
        }
        entries = found
    }

    /// As it stands in the file, the same for the same pictures.
    package var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(Index(pictures: entries)) + Data("\n".utf8)
        }
    }
}
