package import Base
package import People
package import Storage

/// What customers wrote, were answered and sent, as personal records.
package struct ConversationRecords: PersonalRecords {
    /// Entries that are read at once.
    private static let portion = 200

    private let timeline: Timeline
    private let attachments: Attachments

    package init(timeline: Timeline, attachments: Attachments) {
        self.timeline = timeline
        self.attachments = attachments
    }

    // MARK: Giving out

    private struct Document: Encodable {
        let id: String
        let reference: String
        let kind: Conversation.Kind
        let channel: String
        let topic: Topic
        let subject: String
        let locale: String
        let status: Conversation.Status
        let createdAt: Instant
        let updatedAt: Instant
        let resolvedAt: Instant?
        let erasedAt: Instant?
        let rating: Int?
        let ratingComment: String?
        let tags: [String]
        let fields: [String: String]
        let visit: Visit?
        let messages: [MessageView]
        let notes: [MessageView]?
        let files: [File]
    }

    private struct File: Encodable {
        let id: String
        let name: String
        let size: Int
        let mediaType: String
        let createdAt: Instant
        /// Where it is in the archive; nil where its content is gone.
        let path: String?
    }

    package func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        var last: ID<Conversation>?
        while let conversation = try await next(of: subject, after: last) {
            last = conversation.id
            try await export(conversation, of: subject, for: reader, to: tell)
        }
        let unsent = try await timeline.database.read { db in
            try AttachmentSQL(db: db).unsent(of: subject.ids.map(\.description))
        }
        let files = try await export(unsent, under: "unsent", to: tell)
        if !files.isEmpty { try await tell(PersonalDocument("unsent.json", json: files)) }
    }

    private func next(of subject: DataSubject, after last: ID<Conversation>?) async throws -> Conversation? {
        try await timeline.database.read { db in
            try ConversationSQL(db: db).next(of: subject.ids, after: last)
        }
    }

    private func export(
        _ conversation: Conversation,
        of subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        let id = conversation.id
        let name = conversation.reference.rawValue
        let messages = try await all { seq in try await timeline.messages(id, after: seq, limit: Self.portion)
        }
        let notes =
            reader == .subject
            ? nil : try await all { seq in try await timeline.notes(id, after: seq, limit: Self.portion) }
        let beside = try await timeline.database.read { db in
            let sql = ConversationSQL(db: db)
            return (
                tags: try TagSQL(db: db).tags(of: [id])[id] ?? [],
                fields: try CustomFieldSQL(db: db).values(of: id),
                visit: try VisitSQL(db: db).visit(of: id),
                rating: try sql.ratingComment(of: id),
                erasedAt: try sql.erasedAt(id),
                files: try AttachmentSQL(db: db).sent(in: id)
            )
        }
        let files = try await export(beside.files, under: "conversations/\(name)", to: tell)
        let document = Document(
            id: id.description,
            reference: name,
            kind: conversation.kind,
            channel: conversation.channel,
            topic: conversation.topic,
            subject: conversation.subject,
            locale: conversation.locale.rawValue,
            status: conversation.status,
            createdAt: conversation.createdAt,
            updatedAt: conversation.updatedAt,
            resolvedAt: conversation.resolvedAt,
            erasedAt: beside.erasedAt,
            rating: conversation.rating,
            ratingComment: beside.rating,
            tags: beside.tags.map(\.rawValue),
            fields: beside.fields,
            visit: beside.visit,
            messages: messages.map { MessageView($0, for: nil, nil) },
            notes: notes.map { $0.map { MessageView($0, for: nil, nil) } },
            files: files
        )
        try await tell(PersonalDocument("conversations/\(name).json", json: document))
    }

    private func all(_ part: (Int) async throws -> [Message]) async throws -> [Message] {
        var all: [Message] = []
        while true {
            let next = try await part(all.last?.seq ?? 0)
            all += next
            if next.count < Self.portion { return all }
        }
    }

    private func export(
        _ files: [Attachment],
        under folder: String,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws -> [File] {
        var told: [File] = []
        for file in files {
            // Two files may have one name.
            var path: String? = "\(folder)/\(file.id)-\(file.name)"
            do {
                let content = try await attachments.content(of: file.id, for: file.uploader) { _ in true }.1
                try await tell(PersonalDocument(path ?? "", content))
            } catch BlobError.missing, BlobError.damaged, AttachmentError.notFound {
                path = nil
            }
            told.append(
                File(
                    id: file.id.description,
                    name: file.name,
                    size: file.size,
                    mediaType: file.mediaType,
                    createdAt: file.createdAt,
                    path: path
                )
            )
        }
        return told
    }

    // MARK: Erasing

    package func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        if let next = try ConversationErasureSQL(db: db).next(of: subject.ids) {
            return ErasureStep(erased: try timeline.erase(next, in: db), isDone: false)
        }
        let unsent = try AttachmentSQL(db: db).deleteUnsent(of: subject.ids.map(\.description))
        try timeline.jobs.remove(unsent, in: db)
        let kept = try ConversationErasureSQL(db: db).count(of: subject.ids)
        return ErasureStep(
            erased: [.files: unsent.count],
            kept: [.conversationFacts: kept],
            isDone: true
        )
    }
}

extension ConversationSQL {
    /// The first of some customers' conversations, by id.
    func next(
        of customers: [ID<Customer>],
        after last: ID<Conversation>?
    ) throws(DatabaseError) -> Conversation? {
        let place: SQL = last.map { "AND id > \($0)" } ?? ""
        return try db.first(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation WHERE customer_id IN (\(list: customers)) \(place)
            ORDER BY id LIMIT 1
            """
        )
    }

    func ratingComment(of id: ID<Conversation>) throws(DatabaseError) -> String? {
        let row = try db.rows(
            "SELECT rating_comment, sealed_rating_comment FROM conversation WHERE id = \(id)"
        ).first
        guard let row else { return nil }
        let plain: String? = try row.get("rating_comment")
        return try row.opened("sealed_rating_comment", of: KeyOwner(id), as: .ratingComment) ?? plain
    }

    func erasedAt(_ id: ID<Conversation>) throws(DatabaseError) -> Instant? {
        try db.value(Instant.self, "SELECT erased_at FROM conversation WHERE id = \(id)")
    }
}
