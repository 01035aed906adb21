package import Base
import Safeguard
package import Storage

/// A file that somebody uploaded.
package struct Attachment: Sendable, Hashable, Identified, RowDecodable {
    package static let idPrefix = "att"

    package let id: ID<Attachment>
    /// Whose it is, as authors are named.
    package internal(set) var uploader: String
    /// Where it was sent; nil while it is still its uploader's alone.
    package let conversation: ID<Conversation>?
    package let digest: BlobDigest
    package let name: String
    /// In bytes.
    package let size: Int
    /// Found out from the content.
    package private(set) var mediaType: String
    /// Nil for what is no picture, and for pictures of before they were measured.
    package let picture: Picture?
    package let createdAt: Instant
    /// Whether its content is stored under a key of its own, as that of every new one is.
    let isSealed: Bool

    /// What is known of a picture.
    package struct Picture: Sendable, Hashable {
        /// In pixels.
        package let width: Int
        package let height: Int
        /// Where its small copy is, a WebP; nil where it needs none.
        package let thumbnail: BlobDigest?
    }

    package var summary: AttachmentSummary {
        AttachmentSummary(
            id: id,
            name: name,
            size: size,
            mediaType: mediaType,
            width: picture?.width,
            height: picture?.height
        )
    }

    /// Everything that is stored of it.
    var digests: [BlobDigest] { [digest] + [picture?.thumbnail].compactMap(\.self) }

    /// As its small copy is given out.
    var asThumbnail: Attachment {
        var small = self
        small.mediaType = PictureFormat.webp.rawValue
        return small
    }

    init(
        id: ID<Attachment>,
        uploader: String,
        digest: BlobDigest,
        name: String,
        size: Int,
        mediaType: String,
        picture: Picture?,
        createdAt: Instant
    ) {
        self.id = id
        self.uploader = uploader
        self.conversation = nil
        self.digest = digest
        self.name = name
        self.size = size
        self.mediaType = mediaType
        self.picture = picture
        self.createdAt = createdAt
        self.isSealed = true
    }

    package init(row: Row) throws(DatabaseError) {
        let id: ID<Attachment> = try row.get("id")
        self.id = id
        self.uploader = try row.get("uploader")
        self.conversation = try row.get("conversation_id")
        self.digest = try row.get("digest")
        let plainName: String = try row.get("name")
        self.name = try row.opened("sealed_name", of: KeyOwner(id), as: .fileName) ?? plainName
        self.isSealed = try row.get("sealed_name", as: [UInt8]?.self) != nil
        self.size = try row.get("size")
        self.mediaType = try row.get("media_type")
        if let width = try row.get("width", as: Int?.self), let height = try row.get("height", as: Int?.self)
        {
            self.picture = Picture(width: width, height: height, thumbnail: try row.get("thumbnail_digest"))
        } else {
            self.picture = nil
        }
        self.createdAt = try row.get("created_at")
    }
}

/// Every statement about attachments.
struct AttachmentSQL {
    let db: Connection

    private static let columns: SQL =
        """
        id, uploader, conversation_id, digest, name, sealed_name, size, media_type, width, height, thumbnail_digest, created_at
        """

    /// Inserts a file together with the key that its content is stored under.
    func insert(_ attachment: Attachment, under key: DataKey) throws(DatabaseError) {
        let owner = KeyOwner(attachment.id)
        try db.insertDataKey(key, of: owner)
        try db.run(
            """
            INSERT INTO attachment (id, uploader, digest, name, sealed_name, size, media_type, width, height,
                thumbnail_digest, created_at)
            VALUES (\(attachment.id), \(attachment.uploader), \(attachment.digest), '',
                \(try db.seal(attachment.name, of: owner, as: .fileName)), \(attachment.size), \(attachment.mediaType), \(attachment.picture?.width),
                \(attachment.picture?.height), \(attachment.picture?.thumbnail), \(attachment.createdAt))
            """
        )
    }

    func attachment(_ id: ID<Attachment>) throws(DatabaseError) -> Attachment? {
        try db.first(Attachment.self, "SELECT \(Self.columns) FROM attachment WHERE id = \(id)")
    }

    /// Binds a file to the conversation it is sent in; nil when it is somebody else's or was sent elsewhere.
    func claim(
        _ id: ID<Attachment>,
        by uploader: String,
        for conversation: ID<Conversation>
    )
        throws(DatabaseError) -> Attachment?
    {
        try db.first(
            Attachment.self,
            """
            UPDATE attachment SET conversation_id = \(conversation)
            WHERE id = \(id) AND uploader = \(uploader)
                AND (conversation_id IS NULL OR conversation_id = \(conversation))
            RETURNING \(Self.columns)
            """
        )
    }

    /// Lets nobody else store a file of this uploader until this transaction ends.
    ///
    /// Those that come at once are counted one by one; SQLite has one writer anyway.
    func holdUploads(of uploader: String) throws(DatabaseError) {
        let lock = db.dialect(
            sqlite: "SELECT 1",
            postgres: "SELECT pg_advisory_xact_lock(hashtextextended(\(uploader), 0))"
        )
        _ = try db.rows(lock)
    }

    /// What somebody has uploaded and not sent: how many files, and how many bytes together.
    ///
    /// - Complexity: One range of `attachment_unsent_by_uploader`.
    func unsent(by uploader: String) throws(DatabaseError) -> (count: Int, bytes: Int) {
        let row = try db.first(
            Unsent.self,
            """
            SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes
            FROM attachment WHERE uploader = \(uploader) AND conversation_id IS NULL
            """
        )
        return (row?.files ?? 0, row?.bytes ?? 0)
    }

    private struct Unsent: RowDecodable {
        let files: Int
        let bytes: Int

        init(row: Row) throws(DatabaseError) {
            self.files = try row.get("files")
            self.bytes = try row.get("bytes")
        }
    }

    /// Deletes a file that was not sent.
    ///
    /// - `uploader`: Whose it must be; nil for anybody's.
    ///
    /// Returns: The file as it was; nil when there is none or it was sent.
    func deleteUnsent(_ id: ID<Attachment>, of uploader: String?) throws(DatabaseError) -> Attachment? {
        let whose: SQL = uploader.map { "AND uploader = \($0)" } ?? ""
        return try deleted("id = \(id) AND conversation_id IS NULL \(whose)").first
    }

    /// The files of a conversation, the oldest first.
    func sent(in conversation: ID<Conversation>) throws(DatabaseError) -> [Attachment] {
        try db.all(
            Attachment.self,
            "SELECT \(Self.columns) FROM attachment WHERE conversation_id = \(conversation) ORDER BY id"
        )
    }

    /// What some people have uploaded and not sent.
    func unsent(of uploaders: [String]) throws(DatabaseError) -> [Attachment] {
        try db.all(
            Attachment.self,
            """
            SELECT \(Self.columns) FROM attachment WHERE uploader IN (\(list: uploaders)) AND conversation_id IS NULL
            ORDER BY id
            """
        )
    }

    /// Deletes the files of a conversation, and their keys.
    func deleteAll(of conversation: ID<Conversation>) throws(DatabaseError) -> [Attachment] {
        try deleted("conversation_id = \(conversation)")
    }

    /// Deletes what some people have uploaded and not sent, and its keys.
    func deleteUnsent(of uploaders: [String]) throws(DatabaseError) -> [Attachment] {
        try deleted("uploader IN (\(list: uploaders)) AND conversation_id IS NULL")
    }

    /// Deletes files of closed conversations that were sent before a moment, and their keys.
    ///
    /// - Complexity: a stretch of the primary key, as long as what is older and stays.
    func deleteSent(before moment: Instant, limit: Int) throws(DatabaseError) -> [Attachment] {
        try deleted(
            """
            id IN (
                SELECT attachment.id FROM attachment JOIN conversation ON conversation.id = attachment.conversation_id
                WHERE attachment.id < \(ID<Attachment>.first(at: moment)) AND conversation.status = 'closed'
                ORDER BY attachment.id LIMIT \(limit)
            )
            """
        )
    }

    private func deleted(_ condition: SQL) throws(DatabaseError) -> [Attachment] {
        let files = try db.all(
            Attachment.self,
            "DELETE FROM attachment WHERE \(condition) RETURNING \(Self.columns)"
        )
        for file in files { try db.destroyDataKey(of: KeyOwner(file.id)) }
        return files
    }

    /// The first file, by id, that was stored before files were sealed.
    ///
    /// - Complexity: one look into `attachment_unsealed`.
    func unsealed(after last: ID<Attachment>?) throws(DatabaseError) -> Attachment? {
        let place: SQL = last.map { "AND id > \($0)" } ?? ""
        return try db.first(
            Attachment.self,
            "SELECT \(Self.columns) FROM attachment WHERE sealed_name IS NULL \(place) ORDER BY id LIMIT 1"
        )
    }

    /// Puts the sealed content of a file in the place of what was stored.
    ///
    /// - Returns: Whether the file was there still, and not sealed.
    func replace(_ file: Attachment, by sealed: SealedFile) throws(DatabaseError) -> Bool {
        let name = try DatabaseError.encryption { () throws(EncryptionError) in
            try sealed.key.seal(file.name, as: .fileName)
        }
        let changed = try db.run(
            """
            UPDATE attachment SET name = '', sealed_name = \(name), digest = \(sealed.digest),
                thumbnail_digest = \(sealed.thumbnail)
            WHERE id = \(file.id) AND sealed_name IS NULL AND digest = \(file.digest)
            """
        )
        guard changed == 1 else { return false }
        try db.insertDataKey(sealed.key, of: KeyOwner(file.id))
        return true
    }

    /// Whether any file has some content, as its own or as its small copy.
    ///
    /// - Complexity: One look into `attachment_by_digest` and one into `attachment_by_thumbnail`.
    func isNamed(_ digest: BlobDigest) throws(DatabaseError) -> Bool {
        try !db.values(
            ID<Attachment>.self,
            """
            SELECT id FROM attachment WHERE digest = \(digest) OR thumbnail_digest = \(digest) LIMIT 1
            """
        ).isEmpty
    }

    /// Everything that is stored of any file, in no order.
    func digests() throws(DatabaseError) -> [BlobDigest] {
        try db.values(
            BlobDigest.self,
            """
            SELECT digest FROM attachment
            UNION SELECT thumbnail_digest FROM attachment WHERE thumbnail_digest IS NOT NULL
            """
        )
    }

    func reassign(from guest: String, to verified: String) throws(DatabaseError) {
        try db.run("UPDATE attachment SET uploader = \(verified) WHERE uploader = \(guest)")
    }
}
