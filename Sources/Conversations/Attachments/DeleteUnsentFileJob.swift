package import Base
package import Storage

/// Deletes a file that was uploaded and never sent.
package struct DeleteUnsentFileJob: Job {
    package static let name = "attachment.delete_unsent"
    /// How long a file waits to be sent.
    package static let delay = Duration.seconds(24 * 3600)

    package let attachment: ID<Attachment>
    /// Where its content is; it is looked for even when the row is gone already.
    package let digest: BlobDigest
    /// And its small copy; nil where there is none, and in jobs of before there were any.
    package let thumbnail: BlobDigest?

    init(_ attachment: Attachment) {
        self.attachment = attachment.id
        self.digest = attachment.digest
        self.thumbnail = attachment.picture?.thumbnail
    }

    /// How the job is done.
    package static func handler(_ attachments: Attachments) -> JobHandler {
        JobHandler(Self.self) { job in
            try await attachments.deleteUnsent(
                job.attachment,
                [job.digest] + [job.thumbnail].compactMap(\.self)
            )
        }
    }
}
