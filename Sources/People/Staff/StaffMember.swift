package import Base
package import Storage

/// Somebody who works here or did, as those see them who manage agents.
package struct StaffMember: Sendable, Hashable {
    package let agent: Agent
    package let hasSecondFactor: Bool
    package let passkeys: Int
    /// How many sessions are not over.
    package let openSessions: Int
    /// When they came in last; nil when that was never, or too long ago to be known.
    package let signedInAt: Instant?
    package let createdAt: Instant
}

extension StaffMember: RowDecodable {
    /// - `now`: What is over at this moment is no open session.
    static func columns(at now: Instant) -> SQL {
        """
        \(Agent.columns), agent.created_at AS made_at, (
            SELECT COUNT(*) FROM agent_second_factor
            WHERE agent_second_factor.agent_id = agent.id AND agent_second_factor.secret IS NOT NULL
        ) AS factors, (
            SELECT COUNT(*) FROM agent_passkey WHERE agent_passkey.agent_id = agent.id
        ) AS passkeys, (
            SELECT COUNT(*) FROM agent_session
            WHERE agent_session.agent_id = agent.id AND agent_session.expires_at > \(now)
        ) AS sessions, (
            SELECT agent_sign_in.happened_at FROM agent_sign_in
            WHERE agent_sign_in.agent_id = agent.id AND agent_sign_in.outcome = \(SignInRecord.Outcome.succeeded)
            ORDER BY agent_sign_in.id DESC LIMIT 1
        ) AS signed_in_at
        """
    }

    package init(row: Row) throws(DatabaseError) {
        self.init(
            agent: try Agent(row: row),
            hasSecondFactor: try row.get("factors", as: Int.self) > 0,
            passkeys: try row.get("passkeys"),
            openSessions: try row.get("sessions"),
            signedInAt: try row.get("signed_in_at"),
            createdAt: try row.get("made_at")
        )
    }
}

/// Whom a list of people holds.
package struct StaffFilter: Sendable, Hashable {
    /// What stands in a name or an address, or is a badge; everybody when empty.
    package var words: String
    /// Whether they can sign in; nil for both.
    package var isActive: Bool?

    package init(words: String = "", isActive: Bool? = nil) {
        self.words = words
        self.isActive = isActive
    }
}
