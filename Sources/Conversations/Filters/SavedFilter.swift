package import Base
package import People
package import Storage

/// A list that somebody has put together.
package struct SavedFilter: Sendable, Hashable, Identified {
    package static let idPrefix = "flt"
    /// The most that one agent has.
    package static let most = 50

    package let id: ID<SavedFilter>
    /// Who made it.
    package let owner: ID<Agent>
    /// 1...60 characters.
    package let name: String
    /// Whether everybody at the desk has it.
    package let isShared: Bool
    package let filter: Filter

    package init(id: ID<SavedFilter>, owner: ID<Agent>, name: String, isShared: Bool, filter: Filter) {
        self.id = id
        self.owner = owner
        self.name = name
        self.isShared = isShared
        self.filter = filter
    }

    /// Which conversations; a member that is nil takes all.
    package struct Filter: Sendable, Hashable, Codable {
        package var view: InboxView
        package var topic: String?
        package var status: Conversation.Status?
        package var kind: Conversation.Kind?
        package var tag: Tag?
        package var locale: LocaleCode?
        package var text: String?

        package init(
            view: InboxView = .all,
            topic: String? = nil,
            status: Conversation.Status? = nil,
            kind: Conversation.Kind? = nil,
            tag: Tag? = nil,
            locale: LocaleCode? = nil,
            text: String? = nil
        ) {
            self.view = view
            self.topic = topic
            self.status = status
            self.kind = kind
            self.tag = tag
            self.locale = locale
            self.text = text
        }
    }
}

extension SavedFilter: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            owner: try row.get("agent_id"),
            name: try row.get("name"),
            isShared: try row.get("is_shared"),
            filter: try row.get("filter", as: JSONColumn<Filter>.self).value
        )
    }
}

/// What can go wrong about saved filters.
package enum SavedFilterError: DomainError, Hashable {
    case notFound(ID<SavedFilter>)
    case tooMany(limit: Int)
    case invalid(field: String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let id):
            Problem(404, "filter_not_found", "There is no filter \(id) of yours.", try: "Reload the list.")
        case .tooMany(let limit):
            Problem(
                422,
                "too_many_filters",
                "An agent has \(limit) filters at most.",
                try: "Delete one first."
            )
        case .invalid(let field, let why):
            .invalid(field: field, why)
        }
    }
}
