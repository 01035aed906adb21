package import Base
package import Storage

/// A picture that articles show by `![what it shows](/pictures/NAME)`.
package struct Picture: Sendable, Hashable {
    /// The largest file that is taken, in bytes.
    package static let largest = 10 * 1_048_576
    package static let longestAlt = 500
    package static let mostAlts = 30
    /// How many there may be.
    package static let most = 10_000

    package let name: Slug
    /// What it shows, in words, by language tag: what is offered to who puts it into a text.
    package let alts: [String: String]
    /// Grows with every change of the words.
    package let revision: Int
    package let editorName: String?
    package let createdAt: Instant
    package let changedAt: Instant
    package let file: PictureFile

    /// Words as they are kept.
    static func validated(_ alts: [String: String]) throws(PictureError) -> [String: String] {
        let filled = alts.mapValues(\.trimmed).filter { !$0.value.isEmpty }
        guard filled.count <= mostAlts, filled.keys.allSatisfy({ LocaleCode(rawValue: $0) != nil }) else {
            throw .invalid(field: "alts", "\(mostAlts) of them at most, by language tag")
        }
        guard !filled.isEmpty else {
            throw .invalid(field: "alts", "say what the picture shows, for who does not see it")
        }
        guard
            filled.values.allSatisfy({ alt in
                alt.count <= longestAlt
                    && !alt.unicodeScalars.contains { $0.properties.generalCategory == .control }
            })
        else { throw .invalid(field: "alts", "one line of \(longestAlt) characters at most each") }
        return filled
    }

    /// A name for a file that is called so; it may be taken.
    static func stem(of fileName: String) -> Slug? {
        let last = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let dot = last.lastIndex(of: ".") ?? last.endIndex
        // With room for a number behind it.
        let words = Slug(from: String(last[..<dot]))?.rawValue.prefix(70) ?? "picture"
        return Slug(from: String(words))
    }
}

/// What a picture looks like; it never changes, so that its address may be kept by whoever has it.
package struct PictureFile: Sendable, Hashable, Identified {
    package static let idPrefix = "pic"

    /// A small copy, a WebP that does not move.
    package struct Small: Sendable, Hashable {
        let digest: BlobDigest
        let sizeInBytes: Int
        /// In pixels.
        let width: Int
    }

    package let id: ID<PictureFile>
    package let mediaType: String
    package let sizeInBytes: Int
    /// In pixels.
    package let width: Int
    package let height: Int
    /// Whether it is an animation, as far as its form tells.
    package let moves: Bool
    package let digest: BlobDigest
    /// Nil where it needs none.
    package let small: Small?
    let source: BlobDigest
    package let createdAt: Instant

    /// Everything that is stored of it.
    var digests: [BlobDigest] { [digest] + [small?.digest].compactMap(\.self) }

    /// Where it is, without host.
    package var address: String { "\(PictureFileRoutes.path)\(id)" }

    /// Where its small copy is, likewise; nil where there is none.
    package var smallAddress: String? { small.map { _ in "\(address)/small" } }
}
