import Base
package import Storage

/// Removes what is stored of files whose rows are gone.
package struct RemoveFileContentJob: Job {
    package static let name = "attachment.remove_content"

    /// Of files that were sealed: nobody else's content has such a digest.
    let sealed: [BlobDigest]
    /// Of files of before, which somebody else may be sending again at this moment.
    let plain: [BlobDigest]

    /// How the job is done.
    package static func handler(_ attachments: Attachments) -> JobHandler {
        JobHandler(Self.self) { job in
            for digest in job.sealed { try await attachments.removeContent(digest, ofSealed: true) }
            for digest in job.plain { try await attachments.removeContent(digest) }
        }
    }
}

extension Jobs {
    /// Has the content of files removed once this transaction, which deletes their rows, is on disk.
    func remove(_ files: [Attachment], in db: Connection) throws(DatabaseError) {
        guard !files.isEmpty else { return }
        let job = RemoveFileContentJob(
            sealed: files.filter(\.isSealed).flatMap(\.digests),
            plain: files.filter { !$0.isSealed }.flatMap(\.digests)
        )
        try enqueue(job, in: db)
    }
}
