import Base

/// One as the desk's API tells it.
struct VideoView: Encodable {
    struct File: Encodable {
        let url: String
        let mediaType: String
        let size: Int
        let width: Int?
        let height: Int?
        let seconds: Double?

        init(_ file: VideoFile) {
            self.url = file.address
            self.mediaType = file.mediaType
            self.size = file.sizeInBytes
            self.width = file.width
            self.height = file.height
            self.seconds = file.milliseconds.map { Double($0) / 1_000 }
        }
    }

    struct Text: Encodable {
        let locale: LocaleCode
        let url: String
    }

    let name: Slug
    let titles: [String: String]
    let revision: Int
    let editor: String?
    let changedAt: Instant
    let film: File?
    let poster: File?
    let captions: [Text]
    let chapters: [Text]

    init(_ video: Video) {
        func texts(_ role: VideoFile.Role) -> [Text] {
            video.texts(role).compactMap { text in text.locale.map { Text(locale: $0, url: text.address) } }
        }
        self.name = video.name
        self.titles = video.titles
        self.revision = video.revision
        self.editor = video.editorName
        self.changedAt = video.changedAt
        self.film = video.film.map(File.init)
        self.poster = video.poster.map(File.init)
        self.captions = texts(.captions)
        self.chapters = texts(.chapters)
    }
}

struct VideoDetailView: Encodable {
    /// A moment at which a chapter begins.
    struct Moment: Encodable {
        let second: Int
        let titles: [String: String]
        let picture: VideoView.File?
    }

    let video: VideoView
    let moments: [Moment]
    let usedBy: [TextUseView]

    init(_ video: Video, _ uses: [TextUse]) {
        self.video = VideoView(video)
        self.moments = video.moments.map { moment in
            Moment(
                second: moment.second,
                titles: moment.titles,
                picture: moment.still.map(VideoView.File.init)
            )
        }
        self.usedBy = uses.map(TextUseView.init)
    }
}
