/// What a video's own tables tell of it.
struct VideoFacts: Sendable, Hashable {
    /// `video/mp4` or `video/webm`.
    let mediaType: String
    /// Nil where the file does not say.
    let milliseconds: Int?
    /// Of the picture as it is shown, in pixels.
    let width: Int
    let height: Int
}

/// Why a file is not taken for a video that browsers play.
package enum VideoFlaw: Error, Hashable {
    /// It is neither MP4 nor WebM.
    case notAVideo
    /// Its picture or its sound is in a form that not every browser plays; the name is the file's own.
    case codec(String)
    /// It has sound alone.
    case noPicture
    /// It ends before its tables or its content do.
    case truncated
    /// Its tables are larger than those of any video of a sensible length.
    case tablesTooLarge
    case unreadable

    /// What programs tell it from others by.
    var reason: String {
        switch self {
        case .notAVideo: "not_a_video"
        case .codec: "codec"
        case .noPicture: "no_picture"
        case .truncated: "truncated"
        case .tablesTooLarge: "tables_too_large"
        case .unreadable: "unreadable"
        }
    }

    /// What is wrong, for developers.
    var words: String {
        switch self {
        case .notAVideo: "The file is no MP4 and no WebM."
        case .codec(let name): "Not every browser plays \(name)."
        case .noPicture: "The file has no picture."
        case .truncated: "The file ends too early: it was not copied whole."
        case .tablesTooLarge: "The tables of the file are too large."
        case .unreadable: "The tables of the file cannot be read."
        }
    }
}

/// Finds out what a video is while it comes, piece by piece: of the whole it keeps its tables alone.
struct VideoReading: Sendable {
    private enum Form: Sendable {
        case unknown([UInt8])
        case mp4(MP4Walk)
        case webM(WebMHead)
    }

    private static let signature = 12
    private var form = Form.unknown([])

    /// The next piece, of any length.
    mutating func read(_ bytes: [UInt8]) throws(VideoFlaw) {
        switch form {
        case .unknown(let before):
            let start = before + bytes
            guard start.count >= Self.signature else {
                form = .unknown(start)
                return
            }
            if start[4..<8].elementsEqual("ftyp".utf8) {
                var walk = MP4Walk()
                try walk.read(start)
                form = .mp4(walk)
            } else if start.starts(with: WebMHead.signature) {
                var head = WebMHead()
                head.read(start)
                form = .webM(head)
            } else {
                throw .notAVideo
            }
        case .mp4(var walk):
            form = .unknown([])
            try walk.read(bytes)
            form = .mp4(walk)
        case .webM(var head):
            form = .unknown([])
            head.read(bytes)
            form = .webM(head)
        }
    }

    /// What it is, once all of it came.
    func facts() throws(VideoFlaw) -> VideoFacts {
        switch form {
        case .unknown: throw .notAVideo
        case .mp4(let walk): try MP4Movie.facts(of: try walk.movie())
        case .webM(let head): try head.facts()
        }
    }
}
