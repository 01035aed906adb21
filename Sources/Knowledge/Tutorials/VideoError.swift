package import Base

/// What can go wrong about videos.
package enum VideoError: DomainError, Hashable {
    case notFound(String)
    /// Nobody may know whether there is such a file and it is not for them.
    case fileNotFound
    /// Somebody saved in between; `revision` is what there is now.
    case changedMeanwhile(revision: Int)
    /// `uses` are the addresses of what shows it.
    case inUse(String, uses: [String])
    case empty
    case tooLarge(limitInBytes: Int)
    /// Captions or chapters, as they come or as they would be kept.
    case textTooLarge
    case notAccepted(VideoFlaw)
    case posterNotAccepted
    /// No chapter begins at that second.
    case chapterNotFound(Int)
    case textMalformed(WebVTTError)
    case tooMany
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let name):
            Problem(404, "video_not_found", "There is no video \(name).", try: "Reload the list.")
        case .fileNotFound:
            Problem(404, "video_file_not_found", "There is no such file.", try: "Open the article again.")
        case .changedMeanwhile(let revision):
            Problem(
                409,
                "video_conflict",
                "Somebody saved it in between.",
                try: "Read it again, then save with the revision that there is now.",
                members: ["revision": String(revision)]
            )
        case .inUse(let name, let uses):
            Problem(
                409,
                "video_in_use",
                "\(name) is shown by \(uses.prefix(5).joined(separator: ", ")).",
                try: "Take it out of these texts first."
            )
        case .empty:
            Problem(422, "video_empty", "The file is empty.", try: "Choose another one.")
        case .tooLarge(let limit):
            Problem(
                413,
                "video_too_large",
                "The file has more than \(limit / 1_048_576) MiB.",
                try: "Export it smaller, or raise videos.limit.mib.",
                members: ["limit_mib": String(limit / 1_048_576)]
            )
        case .textTooLarge:
            Problem(
                413,
                "video_text_too_large",
                "The text has more than \(WebVTT.mostBytes / 1024) KiB.",
                try: "Say less in it, or take out styles and notes.",
                members: ["limit_kib": String(WebVTT.mostBytes / 1024)]
            )
        case .notAccepted(let flaw):
            Problem(
                415,
                "video_type_not_accepted",
                flaw.words,
                try: "Export it as MP4 with H.264 and AAC, or as WebM.",
                members: ["reason": "\"\(flaw.reason)\""]
            )
        case .posterNotAccepted:
            Problem(
                415,
                "poster_type_not_accepted",
                "The file is no JPEG, PNG or WebP picture.",
                try: "Choose another one."
            )
        case .chapterNotFound(let second):
            Problem(
                404,
                "video_chapter_not_found",
                "No chapter begins at second \(second).",
                try: "Bring the chapters first, then reload the page."
            )
        case .textMalformed(let error):
            Problem(
                422,
                "video_text_malformed",
                error.words,
                try: "Mend the WebVTT file and bring it again.",
                members: (error.line.map { ["line": String($0)] } ?? [:]).merging([
                    "reason": "\"\(error.reason)\""
                ]) { $1 }
            )
        case .tooMany:
            Problem(409, "too_many_videos", "There are \(Video.most) already.", try: "Take some away.")
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
