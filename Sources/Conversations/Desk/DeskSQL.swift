package import Base
package import People
import Storage

/// The desk's lists.
struct DeskSQL {
    let db: Connection
    /// What the filter's text says, in the words of the index; nil where it says none.
    var words: MessageTokenQuery?

    /// Conversations of a view, the most recently changed first.
    ///
    /// - `filter`: What of the view is wanted.
    /// - `after`: The last one of the page before.
    /// - Complexity: of each status one stretch of `conversation_by_agent` or `conversation_by_status`, in order and
    ///   as long as the page; however many there are, a page costs the same. A filter passes over the others. What an
    ///   agent is named in or follows is looked up one by one.
    func conversations(
        _ view: InboxView,
        of agent: ID<Agent>,
        _ filter: InboxFilter,
        after: ConversationCursor?,
        limit: Int
    ) throws(DatabaseError) -> [Conversation] {
        var conditions = [condition(view, agent)].compactMap { $0 } + conditions(filter)
        if let after { conditions.append("(updated_at, id) < (\(after.updatedAt), \(after.id))") }
        guard let all = view.statuses else {
            if let status = filter.status { conditions.append("status = \(status)") }
            return try read(Self.stretch(conditions, limit))
        }
        // One statement could not read several statuses in the order of the index: it would read all and sort.
        let stretches = all.filter { filter.status == nil || $0 == filter.status }.map { status in
            Self.stretch(["status = \(status)"] + conditions, limit)
        }
        guard stretches.count > 1 else {
            return try stretches.first.map { sql throws(DatabaseError) in
                try read(sql)
            } ?? []
        }
        let page = stretches.map { "SELECT * FROM (\($0)) stretch" as SQL }.joined(separator: " UNION ALL ")
        return try read("SELECT * FROM (\(page)) page ORDER BY updated_at DESC, id DESC LIMIT \(limit)")
    }

    /// Reads conversations, with one look for all their keys.
    private func read(_ sql: SQL) throws(DatabaseError) -> [Conversation] {
        let rows = try db.rows(sql)
        var owners: [KeyOwner] = []
        for row in rows { owners.append(KeyOwner(try row.get("id", as: ID<Conversation>.self))) }
        _ = try db.existingDataKeys(of: owners)
        var conversations: [Conversation] = []
        for row in rows { conversations.append(try Conversation(row: row)) }
        return conversations
    }

    private static func stretch(_ conditions: [SQL], _ limit: Int) -> SQL {
        """
        SELECT \(Conversation.columns) FROM conversation WHERE \(conditions.joined(separator: " AND "))
        ORDER BY updated_at DESC, id DESC LIMIT \(limit)
        """
    }

    private func condition(_ view: InboxView, _ agent: ID<Agent>) -> SQL? {
        switch view {
        case .mine, .waiting: "agent_id = \(agent) AND snoozed_at IS NULL"
        case .snoozed: "agent_id = \(agent) AND snoozed_at IS NOT NULL"
        case .mentions: "id IN (\(MentionSQL.conversations(naming: agent)))"
        case .following: "id IN (\(MentionSQL.conversations(followedBy: agent)))"
        case .unassigned, .all, .resolved: nil
        }
    }

    private func conditions(_ filter: InboxFilter) -> [SQL] {
        var conditions: [SQL] = []
        if let holder = filter.agent { conditions.append("agent_id = \(holder)") }
        if let queue = filter.queue { conditions.append("topic = \(queue)") }
        if let kind = filter.kind { conditions.append("kind = \(kind)") }
        if let locale = filter.locale { conditions.append("locale = \(locale)") }
        if let tag = filter.tag { conditions.append("id IN (\(TagSQL.conversations(with: tag)))") }
        if let text = filter.text { conditions.append(holds(text)) }
        return conditions
    }

    /// Where a text is a reference or its beginning, or its words stand in a subject, a message or a note.
    private func holds(_ text: String) -> SQL {
        if let reference = Reference(rawValue: text) { return "reference = \(reference)" }
        let pattern = text.uppercased().map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "%"
        let isNamed: SQL = "reference LIKE \(pattern) ESCAPE '\\'"
        guard let words else { return isNamed }
        return "(\(isNamed) OR id IN (\(MessageSearchSQL(db: db).conversations(words))))"
    }

    func conversations(_ ids: [ID<Conversation>]) throws(DatabaseError) -> [Conversation] {
        try read("SELECT \(Conversation.columns) FROM conversation WHERE id IN (\(list: ids))")
    }
}

/// What of a view is wanted; a member that is nil wants everything.
package struct InboxFilter: Sendable, Hashable {
    /// The topic whose queue it came through.
    package var queue: Topic?
    /// Who has it.
    package var agent: ID<Agent>?
    package var status: Conversation.Status?
    package var kind: Conversation.Kind?
    package var locale: LocaleCode?
    package var tag: Tag?
    /// A reference in any spelling or its beginning, or words that stand in a subject, a message or a note.
    package var text: String?

    package init(
        queue: Topic? = nil,
        agent: ID<Agent>? = nil,
        status: Conversation.Status? = nil,
        kind: Conversation.Kind? = nil,
        locale: LocaleCode? = nil,
        tag: Tag? = nil,
        text: String? = nil
    ) {
        self.queue = queue
        self.agent = agent
        self.status = status
        self.kind = kind
        self.locale = locale
        self.tag = tag
        self.text = text
    }
}

/// What an agent looks at.
package enum InboxView: String, Sendable, Codable, CaseIterable {
    case mine, unassigned, mentions, following, waiting, snoozed, all, resolved

    /// The statuses of what stands in it; nil for any.
    var statuses: [Conversation.Status]? {
        switch self {
        case .mine, .snoozed: [.assigned, .waitingCustomer]
        case .unassigned: [.queued]
        case .waiting: [.waitingCustomer]
        case .all: Conversation.Status.allCases.filter(\.isOpen)
        case .resolved: [.resolved, .closed]
        case .mentions, .following: nil
        }
    }
}
