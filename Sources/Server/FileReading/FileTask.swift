import Conversations

/// What a worker is asked to do with the file on its standard input; its argument.
enum FileTask: String, CaseIterable, Sendable {
    case jpeg
    case png
    case gif
    case webp
    case pdf

    init(_ format: PictureFormat) {
        switch format {
        case .jpeg: self = .jpeg
        case .png: self = .png
        case .gif: self = .gif
        case .webp: self = .webp
        }
    }
}

/// How it went: the first line of a worker's standard output, as JSON; the bytes it tells of follow.
struct FileTaskReport: Codable, Sendable {
    enum Outcome: String, Codable, Sendable {
        case done
        case damaged
        /// Too many pixels, frames, pages or letters.
        case tooLarge
        case encrypted
        case holdsFiles
        /// The libraries are not on this machine.
        case notInstalled
        /// The process could not be limited.
        case notConfined
    }

    var outcome: Outcome
    /// How many bytes follow: those of the picture, or of the text in UTF-8.
    var contentLength = 0
    /// And after them.
    var thumbnailLength = 0
    /// Of one frame, upright, in pixels.
    var width = 0
    var height = 0
    /// Whether the kernel forbids the worker what it does not need.
    var callsAreConfined = true
}
