import Base
package import Storage

/// Removes a file of a video that no video names: one that never came whole, or was replaced.
package struct RemoveVideoFileJob: Job {
    package static let name = "video.remove_file"
    /// How long a film may take to come.
    static let longestUpload = Duration.seconds(24 * 3600)
    /// How long a film that was replaced is there for those who watch it.
    static let longestWatching = Duration.seconds(6 * 3600)

    let file: String

    static func enqueue(
        _ file: ID<VideoFile>,
        _ jobs: Jobs,
        after delay: Duration = .zero,
        in db: Connection
    ) throws(DatabaseError) {
        try jobs.enqueue(Self(file: file.description), key: file.description, after: delay, in: db)
    }

    static func cancel(_ file: ID<VideoFile>, _ jobs: Jobs, in db: Connection) throws(DatabaseError) {
        try jobs.cancel(Self.self, key: file.description, in: db)
    }

    /// How the job is done.
    package static func handler(_ videos: Videos) -> JobHandler {
        JobHandler(Self.self) { job in
            guard let file = ID<VideoFile>(job.file) else { return }
            try await videos.removeUnnamed(file)
        }
    }
}
