package import Base
package import People
import Storage

/// The desk's lists.
struct DeskSQL {
    let db: Connection

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
            return try db.all(Conversation.self, Self.stretch(conditions, limit))
        }
        // One statement could not read several statuses in the order of the index: it would read all and sort.
        let stretches = all.filter { filter.status == nil || $0 == filter.status }.map { status in
            Self.stretch(["status = \(status)"] + conditions, limit)
        }
        guard stretches.count > 1 else {
            return try stretches.first.map { sql throws(DatabaseError) in
                try db.all(Conversation.self, sql)
            } ?? []
        }
        let page = stretches.map { "SELECT * FROM (\($0)) stretch" as SQL }.joined(separator: " UNION ALL ")
        return try db.all(
            Conversation.self,
            "SELECT * FROM (\(page)) page ORDER BY updated_at DESC, id DESC LIMIT \(limit)"
        )
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
        if let text = filter.text { conditions.append(Self.holds(text)) }
        return conditions
    }

    /// Where a text is a reference, or part of a subject, preview or reference.
    private static func holds(_ text: String) -> SQL {
        if let reference = Reference(rawValue: text) { return "reference = \(reference)" }
        let pattern =
            "%" + text.lowercased().map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "%"
        return """
            (LOWER(subject) LIKE \(pattern) ESCAPE '\\' OR LOWER(preview) LIKE \(pattern) ESCAPE '\\'
            OR LOWER(reference) LIKE \(pattern) ESCAPE '\\')
            """
    }

    func conversations(_ ids: [ID<Conversation>]) throws(DatabaseError) -> [Conversation] {
        try db.all(
            Conversation.self,
            "SELECT \(Conversation.columns) FROM conversation WHERE id IN (\(list: ids))"
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
    package var kind: Conversation.Kind?
    package var locale: LocaleCode?
    package var tag: Tag?
    /// A reference in any spelling, or part of a subject, preview or reference.
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
