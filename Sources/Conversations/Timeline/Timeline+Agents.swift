package import Base
import Foundation
package import People
import Realtime
import Safeguard
import Storage

/// What agents do.
extension Timeline {
    /// An agent writes to the customer.
    package func reply(_ draft: Draft, to id: ID<Conversation>, by agent: Agent) async throws -> Message {
        let prepared = try prepare(draft)
        return try await once(id, draft.clientID, by: agent.id.description) { work in
            var conversation = try existing(id, work.db)
            let before = conversation
            // Whoever writes to a waiting customer takes the conversation: that is said before the message.
            try work.move(&conversation, .agentWrote(agent.id))
            let message = try work.append(try entry(prepared, by: agent, for: id, work.db), to: &conversation)
            try work.save(conversation, since: before)
            return message
        }
    }

    /// An agent writes a note for colleagues.
    package func note(_ draft: Draft, on id: ID<Conversation>, by agent: Agent) async throws -> Message {
        let prepared = try prepare(draft)
        return try await once(id, draft.clientID, by: agent.id.description, among: .notes) { work in
            var conversation = try existing(id, work.db)
            let before = conversation
            let note = try work.appendNote(
                try entry(prepared, by: agent, for: id, work.db),
                to: &conversation
            )
            try work.save(conversation, since: before)
            return note
        }
    }

    private func entry(
        _ prepared: Prepared,
        by agent: Agent,
        for id: ID<Conversation>,
        _ db: Connection
    ) throws
        -> TimelineTransaction.Entry
    {
        TimelineTransaction.Entry(
            author: .agent(agent),
            body: prepared.body,
            masked: prepared.masked,
            attachments: try claim(prepared.attachments, of: agent.id.description, for: id, db),
            clientID: prepared.clientID
        )
    }

    /// Gives a conversation to an agent, or back to the queue.
    ///
    /// - `agent`: Somebody who answers; nil returns it to the queue.
    /// - `caller`: Who does it.
    /// - `expected`: Whom the caller saw it with; without it, nobody or the caller.
    ///
    /// Throws: ``ConversationError/changedMeanwhile(_:)`` when somebody else has it.
    package func assign(
        _ id: ID<Conversation>,
        to agent: ID<Agent>?,
        by caller: ID<Agent>,
        expecting expected: ID<Agent>?? = nil
    ) async throws
        -> Conversation
    {
        try await change(id) { conversation, work in
            let holder = conversation.status.isWithAgent ? conversation.agent : nil
            guard expected.map({ conversation.agent == $0 }) ?? [nil, caller, agent].contains(holder) else {
                throw ConversationError.changedMeanwhile(conversation.status)
            }
            if let agent {
                if holder == agent { return }
                let taker = try Agents.agent(agent, in: work.db)
                guard let taker, taker.isActive, Permission.conversationsAnswer.isGranted(to: taker.role)
                else {
                    throw AgentError.notFound(agent)
                }
                try work.move(&conversation, .assigned(agent))
            } else {
                try work.move(&conversation, .returned)
            }
        }
    }

    /// An agent resolves or closes a conversation.
    package func finish(_ id: ID<Conversation>, _ event: Conversation.Event) async throws -> Conversation {
        try await change(id) { conversation, work in
            try work.move(&conversation, event)
            try work.append(TimelineEvent(event == .closed ? .closed : .resolved), to: &conversation)
        }
    }

    /// An agent comes or goes; one who comes gets what has waited longest.
    package func setPresence(_ presence: Presence, of agent: ID<Agent>) async throws {
        try await transaction { work in
            try Agents.setPresence(presence, of: agent, at: work.now, in: work.db)
            try work.drain(to: agent, except: nil)
            work.tell(InboxBroadcaster.peopleChanged)
        }
    }
}
