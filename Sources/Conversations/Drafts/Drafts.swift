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
    /// Secrets in it are hidden before it is stored.
    ///
    /// - `version`: Of the draft that was changed; 0 for a new one.
    ///
    /// Throws: ``DraftError/changedElsewhere(_:)`` when that is not the present one.
    package func save(
        _ body: String,
        for kind: ReplyDraft.Kind,
        in conversation: ID<Conversation>,
        by agent: ID<Agent>,
        over version: Int
    ) async throws -> ReplyDraft {
        guard body.utf8.count <= Self.longestBody * 8, body.count <= Self.longestBody else {
            throw ConversationError.messageTooLong(limit: Self.longestBody)
        }
        guard (0..<Int(Int32.max)).contains(version) else {
            throw ConversationError.invalid(field: "version", "0 or the one that was told")
        }
        let isEmpty = body.allSatisfy(\.isWhitespace)
        let draft = ReplyDraft(
            conversation: conversation,
            kind: kind,
            body: isEmpty ? "" : gate.mask(body).text,
            version: version + 1,
            updatedAt: clock.now
        )
        return try await database.write { db in
            guard try ConversationSQL(db: db).conversation(conversation) != nil else {
                throw ConversationError.notFound
            }
            let sql = DraftSQL(db: db)
            let isDone =
                isEmpty
                ? try sql.delete(draft.with(version: version), of: agent)
                : try sql.write(draft, of: agent)
            if !isDone, let present = try sql.draft(of: agent, conversation, kind) {
                throw DraftError.changedElsewhere(present)
            }
            let event = try DraftFrame(draft).realtimeEvent(for: agent)
            db.afterCommit { [bus] in bus.publish(event) }
            return draft
        }
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
