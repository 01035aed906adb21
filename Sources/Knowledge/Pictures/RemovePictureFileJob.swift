import Base
package import Storage

/// Removes what a picture looked like before.
package struct RemovePictureFileJob: Job {
    package static let name = "picture.remove_file"
    /// How long it is there for those who have the page open: their browsers ask for a picture when they come to it.
    static let longestReading = Duration.seconds(6 * 3600)

    let file: String

    static func enqueue(
        _ file: ID<PictureFile>,
        _ jobs: Jobs,
        after delay: Duration = .zero,
        in db: Connection
    ) throws(DatabaseError) {
        try jobs.enqueue(Self(file: file.description), key: file.description, after: delay, in: db)
    }

    /// How the job is done.
    package static func handler(_ pictures: Pictures) -> JobHandler {
        JobHandler(Self.self) { job in
            guard let file = ID<PictureFile>(job.file) else { return }
            try await pictures.removeUnnamed(file)
        }
    }
}
