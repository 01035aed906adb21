import Base
import People

/// Where somebody sends a conversation: `{agent | team | queue, note?, expected?}`; a null agent gives it back.
struct AssignmentBody: Decodable {
    private let agent: String?
    private let team: ID<Team>?
    private let queue: ID<Queue>?
    /// What whoever gets it should know.
    let note: String?
    /// Whom the caller saw it with; the outer nil does not care.
    let expected: ID<Agent>??

    private enum CodingKeys: CodingKey {
        case agent, team, queue, note, expected
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard [.agent, .team, .queue].filter({ container.contains($0) }).count == 1 else {
            throw ConversationError.invalid(
                field: "agent",
                "an agent's id, me, or null; or instead of it team or queue with an id"
            )
        }
        self.agent = try container.decodeIfPresent(String.self, forKey: .agent)
        self.team = container.contains(.team) ? try container.decode(ID<Team>.self, forKey: .team) : nil
        self.queue = container.contains(.queue) ? try container.decode(ID<Queue>.self, forKey: .queue) : nil
        self.note = try container.decodeIfPresent(String.self, forKey: .note)
        self.expected =
            container.contains(.expected)
            ? .some(try container.decodeIfPresent(ID<Agent>.self, forKey: .expected)) : nil
    }

    /// Where it goes.
    ///
    /// - `caller`: Who `me` is.
    ///
    /// Throws: ``ConversationError/invalid(field:_:)`` for what is no agent's id.
    func destination(of caller: Agent) throws(ConversationError) -> Timeline.Destination {
        if let team { return .team(team) }
        if let queue { return .queue(queue) }
        guard let agent else { return .back }
        if agent == "me" { return .agent(caller.id) }
        guard let id = ID<Agent>(agent) else { throw .invalid(field: "agent", "not an agent's id") }
        return .agent(id)
    }
}
