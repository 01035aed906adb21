package import Base
package import People
package import Realtime
package import Safeguard
package import Storage

/// What agents have written and not sent, kept for them wherever they go on.
package struct Drafts: Sendable {
    /// The most that are given at once, the last changed first.
    package static let most = 500
    /// A draft may be longer than a message: it is cut down before it is sent.
    package static let longestBody = 2 * Timeline.longestBody
    /// The most texts of a device's own that one save can go over.
    package static let mostOwn = 8

    private let database: any Database
    private let bus: any EventBus
    private let gate: SecretsGate
    private let clock: any WallClock

    package init(_ database: any Database, bus: any EventBus, gate: SecretsGate, clock: any WallClock) {
        self.database = database
        self.bus = bus
        self.gate = gate
        self.clock = clock
    }

    /// Everything that an agent has written and not sent.
    package func all(of agent: ID<Agent>) async throws -> [ReplyDraft] {
        try await database.read { db in try DraftSQL(db: db).drafts(of: agent, limit: Self.most) }
    }

    /// Keeps a text; an empty one takes the draft away.
    ///
    /// Secrets in it are hidden before it is stored. What is there already is kept as it is.
    ///
    /// - `version`: Of the draft that was changed; 0 for a new one.
    /// - `own`: What the same device saved since and got no answer to, at most ``mostOwn`` texts: whether they
    ///   arrived it cannot know, and over its own words it may always go on.
    ///
    /// Throws: ``DraftError/changedElsewhere(_:)`` when what is there is neither that version nor one of these texts.
    package func save(
        _ body: String,
        for kind: ReplyDraft.Kind,
        in conversation: ID<Conversation>,
        by agent: ID<Agent>,
        over version: Int,
        orOwn own: [String] = []
    ) async throws -> ReplyDraft {
        try Self.check(body, version: version, own: own)
        let draft = ReplyDraft(
            conversation: conversation,
            kind: kind,
            body: stored(body),
            version: version + 1,
            updatedAt: clock.now
        )
        let known = Set(own.map(stored))
        return try await database.write { db in
            guard try ConversationSQL(db: db).conversation(conversation) != nil else {
                throw ConversationError.notFound
            }
            let (draft, isNew) = try keep(draft, over: known, of: agent, db)
            guard isNew else { return draft }
            let event = try DraftFrame(draft).realtimeEvent(for: agent)
            db.afterCommit { [bus] in bus.publish(event) }
            return draft
        }
    }

    private static func check(_ body: String, version: Int, own: [String]) throws {
        for text in own + [body] {
            guard text.utf8.count <= Self.longestBody * 8, text.count <= Self.longestBody else {
                throw ConversationError.messageTooLong(limit: Self.longestBody)
            }
        }
        guard (0..<Int(Int32.max)).contains(version) else {
            throw ConversationError.invalid(field: "version", "0 or the one that was told")
        }
        guard own.count <= Self.mostOwn else {
            throw ConversationError.invalid(field: "over", "\(Self.mostOwn) texts at most")
        }
    }

    /// A text as it is kept: nothing where it says nothing, and without secrets.
    private func stored(_ body: String) -> String {
        body.allSatisfy(\.isWhitespace) ? "" : gate.mask(body).text
    }

    /// - Returns: What is there now, and whether it is new.
    private func keep(
        _ draft: ReplyDraft,
        over own: Set<String>,
        of agent: ID<Agent>,
        _ db: Connection
    ) throws -> (ReplyDraft, isNew: Bool) {
        let sql = DraftSQL(db: db)
        if try sql.keep(draft, of: agent) { return (draft, true) }
        guard let present = try sql.draft(of: agent, draft.conversation, draft.kind) else {
            return (draft, true)
        }
        if present.body == draft.body { return (present, false) }
        let next = draft.with(version: present.version + 1)
        guard own.contains(present.body), try sql.keep(next, of: agent) else {
            throw DraftError.changedElsewhere(present)
        }
        return (next, true)
    }
}

extension DraftSQL {
    /// Writes a draft over the version before it, or takes that away when nothing is left of it.
    ///
    /// - Returns: Whether that version was there.
    fileprivate func keep(_ draft: ReplyDraft, of agent: ID<Agent>) throws(DatabaseError) -> Bool {
        draft.body.isEmpty
            ? try delete(draft.with(version: draft.version - 1), of: agent)
            : try write(draft, of: agent)
    }
}

extension ReplyDraft {
    func with(version: Int) -> ReplyDraft {
        ReplyDraft(
            conversation: conversation,
            kind: kind,
            body: body,
            version: version,
            updatedAt: updatedAt
        )
    }

    /// What is left of it: nothing.
    func emptied(at now: Instant) -> ReplyDraft {
        ReplyDraft(conversation: conversation, kind: kind, body: "", version: version + 1, updatedAt: now)
    }
}

extension TimelineTransaction {
    /// Takes away the draft that a message was made of.
    ///
    /// One that says something else stays: it was written at another desk meanwhile.
    func dropDraft(
        of agent: ID<Agent>,
        in conversation: ID<Conversation>,
        _ kind: ReplyDraft.Kind,
        sentAs body: String
    ) throws {
        let sql = DraftSQL(db: db)
        guard let draft = try sql.draft(of: agent, conversation, kind), draft.isContained(in: body),
            try sql.delete(draft, of: agent)
        else { return }
        tell(try DraftFrame(draft.emptied(at: now)).realtimeEvent(for: agent))
    }
}
