package import Base
import Storage

/// A video with all that a reader needs to follow it: what articles show by `:::video NAME`.
package struct Video: Sendable, Hashable {
    package static let mostTitles = 30
    package static let longestTitle = 160
    /// How many there may be.
    package static let most = 2_000

    package let name: Slug
    /// What it is called, by language tag.
    package let titles: [String: String]
    /// Grows with every change of the titles.
    package let revision: Int
    package let editorName: String?
    package let createdAt: Instant
    package let changedAt: Instant
    /// What there is of it, at most one of a role and language; by role, then language.
    package internal(set) var files: [VideoFile]

    /// The pictures and the sound; nil until somebody brings them: then readers see nothing of it.
    package var film: VideoFile? { files.first { $0.role == .film } }
    package var poster: VideoFile? { files.first { $0.role == .poster } }

    /// Its texts of a role, one a language.
    package func texts(_ role: VideoFile.Role) -> [VideoFile] {
        files.filter { $0.role == role && $0.locale != nil }
    }

    /// The title for a reader: the locale's own, its language's, English, or whatever there is; the name where nobody gave
    /// one.
    package func title(for locale: LocaleCode) -> String {
        let known = titles.keys.sorted().compactMap(LocaleCode.init(rawValue:))
        let chosen = locale.nearest(of: known) { $0 }
        return chosen.flatMap { titles[$0.rawValue] } ?? name.rawValue
    }

    /// What is said in it in a language, and its chapters; empty where it says nothing in that.
    func transcript(in locale: LocaleCode) -> Transcript {
        func text(_ role: VideoFile.Role) -> WebVTT? {
            let texts = texts(role)
            let chosen = locale.nearest(among: texts.compactMap(\.locale))
            let content = texts.first { $0.locale == chosen }?.content
            // What is kept was read when it came.
            return content.flatMap { try? WebVTT(Array($0.utf8)) }
        }
        return Transcript(captions: text(.captions), chapters: text(.chapters))
    }

    /// Titles as they are kept.
    static func validated(_ titles: [String: String]) throws(VideoError) -> [String: String] {
        let filled = titles.mapValues(\.trimmed).filter { !$0.value.isEmpty }
        guard (1...mostTitles).contains(filled.count),
            filled.keys.allSatisfy({ LocaleCode(rawValue: $0) != nil })
        else { throw .invalid(field: "titles", "1 to \(mostTitles) of them, by language tag") }
        guard
            filled.values.allSatisfy({ title in
                title.count <= longestTitle
                    && !title.unicodeScalars.contains { $0.properties.generalCategory == .control }
            })
        else { throw .invalid(field: "titles", "one line of \(longestTitle) characters at most each") }
        return filled
    }
}

/// One file of a video; it never changes, so that its address may be kept by whoever has it.
package struct VideoFile: Sendable, Hashable, Identified {
    package static let idPrefix = "vid"

    package enum Role: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
        case film, poster, captions, chapters
        /// What is seen where a chapter begins.
        case still
    }

    package let id: ID<VideoFile>
    package let role: Role
    /// Nil for the film and for pictures.
    package let locale: LocaleCode?
    package let mediaType: String
    package let sizeInBytes: Int
    /// In pixels; nil for texts.
    package let width: Int?
    package let height: Int?
    /// Nil for what is no film, and where it does not say.
    package let milliseconds: Int?
    /// Of captions and chapters; nil of those of a list.
    package let content: String?
    package let createdAt: Instant
    /// Of the picture of a chapter: the whole second where that begins; nil of all else.
    package var second: Int?

    /// Where it is, without host.
    package var address: String { "\(VideoFileRoutes.path)\(id)" }
}
