import Base
import People
import Safeguard
import Storage

/// Every statement that writes the index of messages and says how far it is.
struct MessageIndexSQL {
    let db: Connection

    /// Conversations with entries that are not indexed, changed since a moment, the longest changed first.
    ///
    /// - Complexity: a range scan of `conversation_by_status` for each status.
    func behind(since: Instant, limit: Int) throws(DatabaseError) -> [ConversationToIndex] {
        let changed = Conversation.Status.allCases.map { status -> SQL in
            """
            SELECT id, subject, sealed_subject, created_at, last_seq, last_note_seq, updated_at FROM conversation
            WHERE status = \(status) AND updated_at >= \(since)
            """
        }.joined(separator: " UNION ALL ")
        return try db.all(
            ConversationToIndex.self,
            """
            SELECT c.id, c.subject, c.sealed_subject, c.created_at, c.updated_at, c.last_seq, c.last_note_seq,
                COALESCE(s.seq, 0) AS indexed_seq, COALESCE(s.note_seq, 0) AS indexed_note_seq
            FROM (\(changed)) c LEFT JOIN message_index_state s ON s.conversation_id = c.id
            WHERE c.last_seq > COALESCE(s.seq, 0) OR c.last_note_seq > COALESCE(s.note_seq, 0)
            ORDER BY c.updated_at, c.id LIMIT \(limit)
            """
        )
    }

    /// The next conversations of the walk over all, indexed or not, by their last change.
    ///
    /// - `end`: What changed later is left to the next walk.
    ///
    /// - Complexity: one stretch of `conversation_by_status` for each status.
    func page(
        after place: MessageIndexProgress,
        until end: Instant,
        limit: Int
    ) throws(DatabaseError) -> [ConversationToIndex] {
        let stretches = Conversation.Status.allCases.map { status -> SQL in
            """
            SELECT * FROM (
                SELECT id, subject, sealed_subject, created_at, last_seq, last_note_seq, updated_at FROM conversation
                WHERE status = \(status) AND (updated_at, id) > (\(place.changedAt), \(place.conversation))
                    AND updated_at < \(end)
                ORDER BY updated_at, id LIMIT \(limit)
            ) stretch
            """
        }.joined(separator: " UNION ALL ")
        return try db.all(
            ConversationToIndex.self,
            """
            SELECT c.id, c.subject, c.sealed_subject, c.created_at, c.updated_at, c.last_seq, c.last_note_seq,
                COALESCE(s.seq, 0) AS indexed_seq, COALESCE(s.note_seq, 0) AS indexed_note_seq
            FROM (\(stretches)) c LEFT JOIN message_index_state s ON s.conversation_id = c.id
            ORDER BY c.updated_at, c.id LIMIT \(limit)
            """
        )
    }

    func progress() throws(DatabaseError) -> MessageIndexProgress {
        try db.first(
            MessageIndexProgress.self,
            "SELECT changed_at, conversation_id FROM message_index_progress WHERE id = 1"
        ) ?? .start
    }

    /// Notes how far the walk has come.
    func setProgress(_ progress: MessageIndexProgress) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO message_index_progress (id, changed_at, conversation_id)
            VALUES (1, \(progress.changedAt), \(progress.conversation))
            ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at,
                conversation_id = excluded.conversation_id
            """
        )
    }

    /// Takes it on to index the entries of a conversation up to a place.
    ///
    /// - Returns: False when somebody else has meanwhile indexed what was to be indexed.
    func claim(_ conversation: ConversationToIndex, seq: Int, noteSeq: Int) throws(DatabaseError) -> Bool {
        try db.value(
            Int.self,
            """
            INSERT INTO message_index_state (conversation_id, seq, note_seq)
            VALUES (\(conversation.id), \(seq), \(noteSeq))
            ON CONFLICT (conversation_id) DO UPDATE SET seq = excluded.seq, note_seq = excluded.note_seq
            WHERE message_index_state.seq = \(conversation.indexedSeq)
                AND message_index_state.note_seq = \(conversation.indexedNoteSeq)
            RETURNING 1
            """
        ) != nil
    }

    /// Puts an entry into the index; one that is there already stays as it is.
    func insert(_ entry: MessageIndexEntry) throws(DatabaseError) {
        let tokens = entry.tokens.joined(separator: " ")
        let vector = db.dialect(sqlite: "\(tokens)", postgres: "CAST(\(tokens) AS tsvector)")
        var id = entry.lowestID
        // Two entries of one millisecond seldom want one number.
        while try db.value(
            Int64.self,
            """
            INSERT INTO message_index (id, conversation_id, is_note, seq, tokens)
            VALUES (\(id), \(entry.conversation), \(entry.isNote), \(entry.seq), \(vector))
            ON CONFLICT DO NOTHING RETURNING id
            """
        ) == nil {
            if try contains(entry) { return }
            id += 1
        }
    }

    private func contains(_ entry: MessageIndexEntry) throws(DatabaseError) -> Bool {
        try db.value(
            Int.self,
            """
            SELECT 1 FROM message_index WHERE conversation_id = \(entry.conversation)
                AND is_note = \(entry.isNote) AND seq = \(entry.seq)
            """
        ) != nil
    }

    /// Takes a conversation's subject out of the index.
    func forgetSubject(of conversation: ID<Conversation>) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO message_index_change (conversation_id, is_note, seq) VALUES (\(conversation), \(false), 0)
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Takes entries whose text was changed or removed out of the index.
    ///
    /// - Returns: Which they were, 0...`limit`.
    func takeChanged(limit: Int) throws(DatabaseError) -> [MessageIndexChange] {
        let lock = db.dialect(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED")
        let changes = try db.all(
            MessageIndexChange.self,
            """
            DELETE FROM message_index_change WHERE (conversation_id, is_note, seq) IN (
                SELECT conversation_id, is_note, seq FROM message_index_change LIMIT \(limit) \(lock)
            ) RETURNING conversation_id, is_note, seq
            """
        )
        for change in changes {
            try db.run(
                """
                DELETE FROM message_index WHERE conversation_id = \(change.conversation)
                    AND is_note = \(change.isNote) AND seq = \(change.seq)
                """
            )
        }
        return changes
    }
}

/// A conversation and how far it is indexed.
struct ConversationToIndex: RowDecodable {
    let id: ID<Conversation>
    let subject: String
    let createdAt: Instant
    let updatedAt: Instant
    let lastSeq: Int
    let lastNoteSeq: Int
    let indexedSeq: Int
    let indexedNoteSeq: Int

    var isBehind: Bool { lastSeq > indexedSeq || lastNoteSeq > indexedNoteSeq }

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        let plain: String = try row.get("subject")
        self.subject = try row.opened("sealed_subject", of: KeyOwner(id), as: .subject) ?? plain
        self.createdAt = try row.get("created_at")
        self.updatedAt = try row.get("updated_at")
        self.lastSeq = try row.get("last_seq")
        self.lastNoteSeq = try row.get("last_note_seq")
        self.indexedSeq = try row.get("indexed_seq")
        self.indexedNoteSeq = try row.get("indexed_note_seq")
    }
}

/// How far the walk over all conversations has come.
struct MessageIndexProgress: RowDecodable, Equatable {
    let changedAt: Instant
    let conversation: ID<Conversation>

    static let start = MessageIndexProgress(
        changedAt: Instant(milliseconds: 0),
        conversation: ID(at: Instant(milliseconds: 0))
    )

    init(changedAt: Instant, conversation: ID<Conversation>) {
        self.changedAt = changedAt
        self.conversation = conversation
    }

    init(row: Row) throws(DatabaseError) {
        self.changedAt = try row.get("changed_at")
        self.conversation = try row.get("conversation_id")
    }
}

/// A message or note whose text was changed or removed after it was written.
struct MessageIndexChange: RowDecodable {
    let conversation: ID<Conversation>
    let isNote: Bool
    let seq: Int

    init(row: Row) throws(DatabaseError) {
        self.conversation = try row.get("conversation_id")
        self.isNote = try row.get("is_note")
        self.seq = try row.get("seq")
    }
}

/// One message, note or subject as the index keeps it.
struct MessageIndexEntry: Sendable {
    let conversation: ID<Conversation>
    let isNote: Bool
    /// Of the message or note; 0 for the subject.
    let seq: Int
    let createdAt: Instant
    let tokens: [String]

    /// How many bits of an entry's id tell entries of one millisecond apart.
    private static let bits: Int64 = 20

    /// The lowest id of an entry of a moment.
    static func lowestID(at moment: Instant) -> Int64 {
        max(0, min(moment.milliseconds, 1 << 42)) << bits
    }

    /// Where it goes if the place is free: by its time, then by its number within the conversation.
    var lowestID: Int64 {
        // Different conversations seldom share the upper bits, and a conversation's entries of one moment stay in order.
        var spread: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in conversation.description.utf8 { spread = (spread ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let place = Int64(spread >> 53) << 9 | Int64(seq & 0xff) << 1 | (isNote ? 1 : 0)
        return Self.lowestID(at: createdAt) + place
    }
}
