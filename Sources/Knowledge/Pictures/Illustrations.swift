import Base
import Storage

/// What texts show that is kept beside them.
struct Illustrations: Sendable, Hashable {
    /// What texts name of it.
    struct Names: Sendable, Hashable {
        var videos: Set<Slug> = []
        var pictures: Set<Slug> = []

        init() {}

        /// - `texts`: With what their snippets say.
        init(in texts: [String]) {
            videos = Set(texts.flatMap(VideoPlacement.names))
            pictures = Set(texts.flatMap(PicturePlacement.names))
        }
    }

    var videos: [Slug: Video] = [:]
    var pictures: [Slug: Picture] = [:]

    init() {}

    /// What there is of some names.
    init(_ names: Names, _ db: Connection) throws(DatabaseError) {
        videos = try VideoSQL(db: db).videos(names.videos)
        pictures = try PictureSQL(db: db).pictures(names.pictures)
    }

    /// The same, held against other transactions until this one ends: none is deleted meanwhile.
    init(holding names: Names, _ db: Connection) throws(DatabaseError) {
        videos = try VideoSQL(db: db).held(names.videos)
        pictures = try PictureSQL(db: db).held(names.pictures)
    }

    /// Those of some names.
    func only(_ names: Names) -> Illustrations {
        var few = Illustrations()
        few.videos = videos.filter { names.videos.contains($0.key) }
        few.pictures = pictures.filter { names.pictures.contains($0.key) }
        return few
    }
}
