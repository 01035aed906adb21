package import Base
package import People
import Realtime
package import Storage

/// What becomes of who has what: given, passed on, taken away.
extension Timeline {
    /// Where a conversation goes.
    package enum Destination: Sendable, Hashable {
        /// To somebody who answers.
        case agent(ID<Agent>)
        /// To the queue of a team; one is made for a team that has none.
        case team(ID<Team>)
        case queue(ID<Queue>)
        /// Back to its own queue.
        case back

        /// Whom or what it names, for the audit trail.
        fileprivate var code: String {
            switch self {
            case .agent(let id): id.description
            case .team(let id): id.description
            case .queue(let id): id.description
            case .back: "back"
            }
        }
    }

    /// Gives a conversation to an agent, passes it on to a team or a queue, or gives it back.
    ///
    /// - `note`: What whoever gets it should know; agents alone see it. Nil for none.
    /// - `caller`: Who does it.
    /// - `expected`: Whom the caller saw it with; without it, nobody or the caller.
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``ConversationError/changedMeanwhile(_:)`` when somebody else has it; `AgentError`, `TeamError` or
    /// ``QueueError`` when there is no such destination.
    package func assign(
        _ id: ID<Conversation>,
        to destination: Destination,
        note: Draft? = nil,
        by caller: Agent,
        expecting expected: ID<Agent>?? = nil,
        from place: String? = nil
    ) async throws -> Conversation {
        let prepared = try note.map { try prepare($0) }
        return try await change(id) { conversation, work in
            let holder = conversation.status.isWithAgent ? conversation.agent : nil
            let taker: ID<Agent>? = if case .agent(let agent) = destination { agent } else { nil }
            guard expected.map({ conversation.agent == $0 }) ?? [nil, caller.id, taker].contains(holder)
            else {
                throw ConversationError.changedMeanwhile(conversation.status)
            }
            if let prepared {
                let written = try entry(prepared, by: caller, for: id, work.db)
                _ = try work.appendNote(written, to: &conversation)
            }
            try work.pass(&conversation, to: destination, by: caller)
            let passed = Self.deed(id, to: destination, by: caller.acting(from: place), from: holder)
            try AuditTrail.record(passed, at: work.now, in: work.db)
        }
    }

    private static func deed(
        _ id: ID<Conversation>,
        to destination: Destination,
        by actor: AuditActor,
        from holder: ID<Agent>?
    ) -> Deed {
        let isTaken = holder.map { actor.id != $0.description && destination.code == actor.id } ?? false
        var details = ["to": destination.code]
        details["from"] = holder?.description
        let action: AuditAction = isTaken ? .conversationTakenOver : .conversationPassed
        return Deed(action, by: actor, on: AuditSubject("conversation", id), details)
    }

    // MARK: Agents come, go, and change

    /// An agent comes or goes; one who comes gets whose turn it is.
    package func setPresence(
        _ presence: Presence,
        because reason: AwayReason? = nil,
        of agent: ID<Agent>
    ) async throws {
        try await transaction { work in
            try Agents.setPresence(presence, because: reason, of: agent, at: work.now, in: work.db)
            try work.drain(to: agent)
            work.tell(InboxBroadcaster.peopleChanged)
        }
    }

    /// Changes what an agent can do and takes; one who takes more now gets it.
    ///
    /// - `actor`: Who does it, for the audit trail.
    package func setAbilities(
        _ abilities: Abilities,
        capacity: Int,
        of agent: ID<Agent>,
        by actor: AuditActor = .system
    ) async throws {
        let changed = Deed(
            .agentChanged,
            by: actor,
            on: AuditSubject("agent", agent),
            ["capacity": String(capacity)]
        )
        try await transaction { work in
            try Agents.setAbilities(abilities, capacity: capacity, of: agent, at: work.now, in: work.db)
            try AuditTrail.record(changed, at: work.now, in: work.db)
            try work.drain(to: agent)
            work.tell(InboxBroadcaster.peopleChanged)
        }
    }

    /// Gives whoever has room what waits: after queues or teams were changed.
    package func drainToAll() async throws {
        try await transaction { work in
            try work.drainToAll()
            work.tellQueueMoved()
        }
    }

    /// Takes an agent for gone of whom there was no sign of life: new chats that they have not answered go back to the
    /// head of their queue.
    package func dropIfSilent(_ agent: ID<Agent>) async throws {
        let silence = rules.absentAfter
        try await transaction { work in
            let start = work.now - silence
            guard try Agents.drop(agent, silentSince: start, at: work.now, in: work.db) else { return }
            work.tell(InboxBroadcaster.peopleChanged)
            for found in try RoutingSQL(db: work.db).unansweredChats(of: agent) {
                try work.takeBack(found, from: agent) { $0.answeredAt == nil }
            }
        }
    }

    /// Takes an agent back who was taken for gone and gives a sign of life again.
    package func restore(_ agent: ID<Agent>) async throws {
        try await transaction { work in
            guard try Agents.restore(agent, at: work.now, in: work.db) else { return }
            try work.drain(to: agent)
            work.tell(InboxBroadcaster.peopleChanged)
        }
    }

    // MARK: Nobody is kept waiting by somebody who is not there

    /// Takes conversations whose customers wait from agents who have been gone for too long.
    package func takeBackFromAbsent() async throws {
        let start = clock.now - rules.keptFor
        let kept = try await database.read { db in
            let absent = try Agents.presences(in: db).filter { $0.state == .offline && $0.changedAt < start }
            return try RoutingSQL(db: db).held(by: absent.map(\.agent), waitingSinceBefore: start)
        }
        for found in kept {
            guard let agent = found.agent else { continue }
            try await transaction { work in
                try work.takeBack(found.id, from: agent) { $0.waitingSince.map { $0 < start } ?? false }
            }
        }
    }

    /// Takes new chats from agents who do not answer them, where somebody else can.
    package func takeBackUnanswered() async throws {
        let now = clock.now
        let unanswered = try await database.read { db in
            try QueueSQL(db: db).active().flatMap { queue throws(DatabaseError) in
                guard let limit = queue.answerWithin else { return [] as [Conversation] }
                return try RoutingSQL(db: db).unansweredChats(of: queue.id, assignedBy: now - limit)
            }
        }
        for found in unanswered {
            guard let agent = found.agent else { continue }
            try await transaction { work in
                try work.takeBack(found.id, from: agent) { chat in
                    // It stays where it is when there is nobody else.
                    try chat.answeredAt == nil && chat.assignedAt == found.assignedAt
                        && work.hasTaker(for: chat, besides: agent)
                }
            }
        }
    }

    /// Gives conversations that have waited beside agents with room to them, each in a transaction of its own.
    package func assignForgotten() async throws {
        let now = clock.now
        let heads = try await database.read { db in
            try RoutingSQL(db: db).heads(of: try QueueSQL(db: db).active(), at: now)
        }
        for head in heads where head.queuedAt < now - QueueSweep.patience {
            while try await transaction({ work in
                try work.assignForgotten(
                    in: head.queue.id,
                    head.lane,
                    queuedBefore: work.now - QueueSweep.patience
                )
            }) {}
        }
    }
}

extension TimelineTransaction {
    /// Takes a conversation from an agent who keeps its customer waiting, if it is still as it was seen.
    fileprivate func takeBack(
        _ id: ID<Conversation>,
        from agent: ID<Agent>,
        if isMeant: (Conversation) throws -> Bool
    ) throws {
        guard var conversation = try ConversationSQL(db: db).locked(id), conversation.status == .assigned,
            conversation.agent == agent, try isMeant(conversation)
        else { return }
        let before = conversation
        try move(&conversation, .returned)
        try save(conversation, since: before)
    }

    /// Moves a conversation to where somebody sent it.
    func pass(
        _ conversation: inout Conversation,
        to destination: Timeline.Destination,
        by caller: Agent
    ) throws {
        switch destination {
        case .agent(let agent):
            if conversation.status.isWithAgent, conversation.agent == agent { return }
            let taker = try Agents.agent(agent, in: db)
            guard let taker, taker.isActive, Permission.conversationsAnswer.isGranted(to: taker.role) else {
                throw AgentError.notFound(agent)
            }
            try move(&conversation, .assigned(agent))
        case .back:
            try move(&conversation, .returned)
        case .queue(let id):
            guard let queue = try QueueSQL(db: db).queue(id) else { throw QueueError.notFound(id) }
            try transfer(&conversation, to: queue, by: caller)
        case .team(let id):
            guard let team = try Teams.all(in: db).first(where: { $0.id == id }) else {
                throw TeamError.notFound(id)
            }
            try transfer(&conversation, to: try queue(of: team, for: conversation), by: caller)
        }
    }

    /// Customers read that a colleague takes over; how the house calls them is for agents alone.
    private func transfer(_ conversation: inout Conversation, to queue: Queue, by caller: Agent) throws {
        let former = conversation.queue
        conversation.queue = queue.id
        try append(TimelineEvent(.transferred), to: &conversation)
        let event = TimelineEvent(.transferred, to: queue.name)
        let entry = Entry(kind: .event, author: .agent(caller), body: queue.name, event: event)
        _ = try appendNote(entry, to: &conversation)
        if conversation.status == .queued {
            tellQueueMoved()
            _ = try assign(&conversation)
        } else {
            try move(&conversation, .returned)
        }
        try askForVerification(in: &conversation, isNews: former != queue.id)
    }

    /// The queue of a team that fits a conversation best; one into which things are only transferred is made for a team
    /// that has none.
    private func queue(of team: Team, for conversation: Conversation) throws -> Queue {
        let own = try QueueSQL(db: db).active().filter { $0.team == team.id }
        let fitting = try queue(matching: conversation, among: own)
        if let queue = fitting ?? own.first(where: { $0.scope == nil }) ?? own.first { return queue }
        let made = Queue(id: ID(at: now), name: team.name, scope: nil, team: team.id)
        try QueueSQL(db: db).insert(made, at: now)
        return made
    }
}
