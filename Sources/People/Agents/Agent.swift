package import Base
package import Storage

/// A person who answers.
package struct Agent: Sendable, Hashable, Identified {
    package static let idPrefix = "agt"

    package let id: ID<Agent>
    package let name: String
    package let email: String
    package let role: Role
    /// The public work number that customers can check.
    package let badge: Badge
    /// How much this agent takes by assignment, counted in chats; 0 takes nothing.
    package let capacity: Int
    /// What they can do and how much of each kind they take.
    package let abilities: Abilities
    /// A deactivated agent cannot sign in.
    package let isActive: Bool

    package init(
        id: ID<Agent>,
        name: String,
        email: String,
        role: Role,
        badge: Badge,
        capacity: Int,
        abilities: Abilities = Abilities(),
        isActive: Bool = true
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.badge = badge
        self.capacity = capacity
        self.abilities = abilities
        self.isActive = isActive
    }
}

/// An agent's work number: four to eight digits, unique, never reused.
package struct Badge: Sendable, Hashable, RawRepresentable, Codable, SQLConvertible, CustomStringConvertible {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (4...8).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy({ (48...57).contains($0) })
        else {
            return nil
        }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}

extension Agent: RowDecodable {
    static let columns: SQL = """
        agent.id, agent.name, agent.email, agent.role, agent.badge, agent.capacity, agent.skills, agent.languages, \
        agent.limits, agent.is_active
        """

    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            name: try row.get("name"),
            email: try row.get("email"),
            role: try row.get("role"),
            badge: try row.get("badge"),
            capacity: try row.get("capacity"),
            abilities: Abilities(
                skills: try row.get("skills", as: JSONColumn<Set<Skill>>.self).value,
                languages: try row.get("languages", as: JSONColumn<Set<String>>.self).value,
                limits: try row.get("limits", as: JSONColumn<[WorkKind: Int]>.self).value
            ),
            isActive: try row.get("is_active")
        )
    }
}
