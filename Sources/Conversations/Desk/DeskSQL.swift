package import Base
package import People
import Storage

/// The desk's lists and counts.
struct DeskSQL {
    let db: Connection

    /// Conversations of a view, the most recently changed first.
    ///
    /// - `filter`: What of the view is wanted.
    /// - `after`: The last one of the page before.
    /// - Complexity: a range scan of `conversation_by_agent` or `conversation_by_status`.
    func conversations(
        _ view: InboxView,
        of agent: ID<Agent>,
        _ filter: InboxFilter,
        after: ConversationCursor?,
        limit: Int
    ) throws(DatabaseError) -> [Conversation] {
        var conditions: [SQL] = [condition(view, agent)]
        if let after { conditions.append("(updated_at, id) < (\(after.updatedAt), \(after.id))") }
        if let holder = filter.agent { conditions.append("agent_id = \(holder)") }
        if let queue = filter.queue { conditions.append("topic = \(queue)") }
        if let status = filter.status { conditions.append("status = \(status)") }
        if let reference = filter.text.flatMap(Reference.init(rawValue:)) {
            conditions.append("reference = \(reference)")
        } else if let text = filter.text {
            let pattern =
                "%" + text.lowercased().map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "%"
            conditions.append(
                """
                (LOWER(subject) LIKE \(pattern) ESCAPE '\\' OR LOWER(preview) LIKE \(pattern) ESCAPE '\\'
                OR LOWER(reference) LIKE \(pattern) ESCAPE '\\')
                """
            )
        }
        return try db.all(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation WHERE \(conditions.joined(separator: " AND "))
            ORDER BY updated_at DESC, id DESC LIMIT \(limit)
            """
        )
    }

    private func condition(_ view: InboxView, _ agent: ID<Agent>) -> SQL {
        switch view {
        case .mine: "agent_id = \(agent) AND status IN ('assigned', 'waiting_customer')"
        case .unassigned: "status = 'queued'"
        case .waiting: "agent_id = \(agent) AND status = 'waiting_customer'"
        case .all: "status IN ('assistant', 'queued', 'assigned', 'waiting_customer')"
        case .resolved: "status IN ('resolved', 'closed')"
        }
    }

    func conversations(_ ids: [ID<Conversation>]) throws(DatabaseError) -> [Conversation] {
        try db.all(
            Conversation.self,
            "SELECT \(Conversation.columns) FROM conversation WHERE id IN (\(list: ids))"
        )
    }

    /// How many open conversations there are, by who has them and status.
    func totals() throws(DatabaseError) -> [InboxTotalRow] {
        try db.all(
            InboxTotalRow.self,
            """
            SELECT agent_id, status, COUNT(*) AS count FROM conversation
            WHERE status IN ('assistant', 'queued', 'assigned', 'waiting_customer') GROUP BY agent_id, status
            """
        )
    }
}

/// What of a view is wanted; a member that is nil wants everything.
package struct InboxFilter: Sendable, Hashable {
    /// The topic whose queue it came through.
    package var queue: Topic?
    /// Who has it.
    package var agent: ID<Agent>?
    package var status: Conversation.Status?
    /// A reference in any spelling, or part of a subject, preview or reference.
    package var text: String?

    package init(
        queue: Topic? = nil,
        agent: ID<Agent>? = nil,
        status: Conversation.Status? = nil,
        text: String? = nil
    ) {
        self.queue = queue
        self.agent = agent
        self.status = status
        self.text = text
    }
}

/// What an agent looks at.
package enum InboxView: String, Sendable, CaseIterable {
    case mine, unassigned, waiting, all, resolved
}

/// One group of open conversations.
struct InboxTotalRow: RowDecodable {
    let agent: ID<Agent>?
    let status: Conversation.Status
    let count: Int

    init(row: Row) throws(DatabaseError) {
        self.agent = try row.get("agent_id")
        self.status = try row.get("status")
        self.count = try row.get("count")
    }
}
