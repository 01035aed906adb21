package import Base
package import Storage

/// Puts what was written into the index after it was written: the writers do nothing for it.
///
/// It finds what is missing by the numbers: a conversation that has more entries than are indexed is behind. Any number
/// of nodes may do it at once, and again after a stop: of two who index the same entries one is let through, in the
/// transaction that notes how far the conversation is indexed.
package struct MessageIndexer: Sendable {
    /// Conversations changed within so long are looked at every time; clocks of nodes, and transactions that take their
    /// time, differ by less.
    static let recent = Duration.seconds(120)
    /// Conversations of one step, and entries of one of them.
    private static let conversationsAtOnce = 50
    private static let entriesAtOnce = 50
    /// Entries of one transaction, about: how long it holds the writers of messages up.
    private static let entriesOfTransaction = 100
    private static let pageOfWalk = 500

    private let database: any Database
    private let key: MessageIndexKey
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.key = MessageIndexKey(database)
        self.clock = clock
    }

    /// Everything that is missing, step by step: for tests and for bulk loads.
    package func indexAll() async throws {
        while try await indexRecent() + walk() > 0 {}
    }

    /// One step of what changed lately, texts that were changed or removed first.
    ///
    /// - Returns: How many conversations and changed texts it worked on; 0 when nothing is missing.
    package func indexRecent() async throws -> Int {
        let changed = try await indexChanged()
        let since = clock.now - Self.recent
        let behind = try await database.read { db in
            try MessageIndexSQL(db: db).behind(since: since, limit: Self.conversationsAtOnce)
        }
        _ = try await index(behind)
        return changed + behind.count
    }

    /// One step of the walk over all conversations by their last change: what an upgrade, a stop or a wrong clock left
    /// behind.
    ///
    /// - Returns: How many conversations it looked at; 0 at the end.
    package func walk() async throws -> Int {
        let end = clock.now - Self.recent
        let page = try await database.read { db in
            let sql = MessageIndexSQL(db: db)
            return try sql.page(after: sql.progress(), until: end, limit: Self.pageOfWalk)
        }
        guard let last = page.last else { return 0 }
        let behind = page.filter(\.isBehind)
        let isDone = try await index(Array(behind.prefix(Self.conversationsAtOnce)))
        if isDone, behind.count <= Self.conversationsAtOnce {
            let progress = MessageIndexProgress(changedAt: last.updatedAt, conversation: last.id)
            try await database.write { db in try MessageIndexSQL(db: db).setProgress(progress) }
        }
        return page.count
    }

    /// Lets the walk begin anew.
    package func startOver() async throws {
        try await database.write { db in try MessageIndexSQL(db: db).setProgress(.start) }
    }

    /// Since when the longest has waited that is not indexed to its end; nil when all is.
    ///
    /// - Complexity: a look at every conversation: for checks.
    package static func longestBehind(in db: Connection) throws(DatabaseError) -> Instant? {
        try MessageIndexSQL(db: db).behind(since: Instant(milliseconds: 0), limit: 1).first?.updatedAt
    }

    // MARK: Steps

    /// What is to be put into the index of one conversation.
    private struct Portion {
        let conversation: ConversationToIndex
        let seq: Int
        let noteSeq: Int
        let entries: [MessageIndexEntry]

        var isLast: Bool { seq >= conversation.lastSeq && noteSeq >= conversation.lastNoteSeq }
    }

    /// - Returns: Whether the conversations are indexed to their ends, by us or by somebody else.
    private func index(_ conversations: [ConversationToIndex]) async throws -> Bool {
        guard !conversations.isEmpty else { return true }
        let tokens = try await key.tokens()
        // Read and hashed outside of the transaction that writes.
        let portions = try await database.read { db in
            try conversations.map { try portion(of: $0, tokens, db) }
        }
        // In one order whoever does it, so that two nodes do not wait for each other.
        var rest = portions.sorted { $0.conversation.id < $1.conversation.id }[...]
        while !rest.isEmpty {
            var entries = 0
            let group = rest.prefix { portion in
                defer { entries += portion.entries.count }
                return entries < Self.entriesOfTransaction
            }
            rest = rest.dropFirst(group.count)
            try await write(Array(group))
        }
        return portions.allSatisfy(\.isLast)
    }

    private func write(_ portions: [Portion]) async throws {
        try await database.write { db in
            let sql = MessageIndexSQL(db: db)
            let claimed = try portions.filter {
                try sql.claim($0.conversation, seq: $0.seq, noteSeq: $0.noteSeq)
            }
            // FTS5 writes what comes in the order of the ids in one go.
            for entry in claimed.flatMap(\.entries).sorted(by: { $0.lowestID < $1.lowestID }) {
                try sql.insert(entry)
            }
        }
    }

    private func portion(
        of conversation: ConversationToIndex,
        _ tokens: MessageTokens,
        _ db: Connection
    ) throws(DatabaseError) -> Portion {
        let sql = MessageSQL(db: db)
        let limit = Self.entriesAtOnce
        let messages =
            conversation.lastSeq > conversation.indexedSeq
            ? try sql.messages(conversation.id, after: conversation.indexedSeq, limit: limit) : []
        let notes =
            conversation.lastNoteSeq > conversation.indexedNoteSeq
            ? try sql.notes(conversation.id, after: conversation.indexedNoteSeq, limit: limit) : []
        var entries = (messages + notes).compactMap { Self.entry($0, tokens) }
        if conversation.indexedSeq == 0, conversation.indexedNoteSeq == 0, !conversation.subject.isEmpty {
            entries.append(
                MessageIndexEntry(
                    conversation: conversation.id,
                    isNote: false,
                    seq: 0,
                    createdAt: conversation.createdAt,
                    tokens: Self.tokens(of: conversation.subject, conversation.id, tokens)
                )
            )
        }
        return Portion(
            conversation: conversation,
            seq: messages.last?.seq ?? conversation.indexedSeq,
            noteSeq: notes.last?.seq ?? conversation.indexedNoteSeq,
            entries: entries
        )
    }

    /// What happened is not what somebody said.
    private static func entry(_ message: Message, _ tokens: MessageTokens) -> MessageIndexEntry? {
        guard message.kind != .event, !message.body.isEmpty else { return nil }
        return MessageIndexEntry(
            conversation: message.conversation,
            isNote: message.isNote,
            seq: message.seq,
            createdAt: message.createdAt,
            tokens: Self.tokens(of: message.body, message.conversation, tokens)
        )
    }

    private static func tokens(
        of text: String,
        _ conversation: ID<Conversation>,
        _ tokens: MessageTokens
    ) -> [String] {
        tokens.tokens(of: text) + [MessageTokens.token(of: conversation)]
    }

    /// Indexes texts anew that were changed since, and forgets those that were removed.
    private func indexChanged() async throws -> Int {
        let limit = Self.conversationsAtOnce
        let hasSome = try await database.read { db in
            try db.value(Int.self, "SELECT 1 FROM message_index_change LIMIT 1") != nil
        }
        guard hasSome else { return 0 }
        let tokens = try await key.tokens()
        return try await database.write { db in
            let sql = MessageIndexSQL(db: db)
            let changes = try sql.takeChanged(limit: limit)
            for change in changes {
                let stream = MessageSQL(db: db)
                let found =
                    change.isNote
                    ? try stream.notes(change.conversation, after: change.seq - 1, limit: 1)
                    : try stream.messages(change.conversation, after: change.seq - 1, limit: 1)
                guard let message = found.first, message.seq == change.seq,
                    let entry = Self.entry(message, tokens)
                else { continue }
                try sql.insert(entry)
            }
            return changes.count
        }
    }
}
