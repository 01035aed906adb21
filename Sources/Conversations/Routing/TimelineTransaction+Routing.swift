import Base
import People
import Realtime
import Storage

// Who gets what waits, inside the transaction that made it wait or made room.
extension TimelineTransaction {
    /// The queues, and who takes from them.
    private struct Lines {
        let queues: [Queue]
        private let teams: [ID<Team>: Team]

        init(_ db: Connection) throws(DatabaseError) {
            queues = try QueueSQL(db: db).active()
            teams = Dictionary(try Teams.all(in: db).map { ($0.id, $0) }) { first, _ in first }
        }

        func team(of queue: Queue) -> Team? {
            queue.team.flatMap { teams[$0] }
        }

        /// Who alone takes from a queue; nil for everybody.
        func members(of queue: Queue) -> Set<ID<Agent>>? {
            queue.team.map { teams[$0]?.members ?? [] }
        }
    }

    /// Does what follows from a move.
    func perform(
        _ effect: Conversation.Effect,
        on conversation: inout Conversation,
        after before: Conversation
    ) throws {
        switch effect {
        case .askAssistant:
            return
        case .enterQueue:
            tellQueueMoved()
            let isGiven = try assign(&conversation, preferring: try formerAgent(of: before))
            if let queue = conversation.queue { tally.entered(queue) }
            if !isGiven { try append(TimelineEvent(.queued), to: &conversation) }
            try askForVerification(in: &conversation, isNews: before.queue == nil)
        case .leaveQueue:
            tellQueueMoved()
        case .given(let agent):
            if before.status == .queued, let queuedAt = before.queuedAt,
                let queue = try conversation.queue.flatMap({ id throws(DatabaseError) in
                    try QueueSQL(db: db).queue(id)
                })
            {
                tally.handedOver(in: queue, after: now - queuedAt)
            }
            try announce(agent, in: &conversation)
        }
    }

    /// Says who has it now.
    private func announce(_ id: ID<Agent>, in conversation: inout Conversation) throws {
        guard let agent = try Agents.agent(id, in: db) else { return }
        let person = TimelineEvent.Person(name: agent.name, badge: agent.badge.rawValue)
        try append(TimelineEvent(.assigned, agent: person), to: &conversation)
    }

    /// Who had the customer a while ago: of this conversation, or of the last one that ended.
    private func formerAgent(of conversation: Conversation) throws -> ID<Agent>? {
        let start = now - rules.returnsWithin
        switch conversation.status {
        case .resolved:
            return (conversation.resolvedAt ?? start) >= start ? conversation.agent : nil
        case .assistant:
            return try RoutingSQL(db: db).formerAgent(of: conversation.customer, since: start)
        case .queued, .assigned, .waitingCustomer, .closed:
            return nil
        }
    }

    // MARK: Somebody wants a person

    /// Hands a conversation over to people: to the queue or, when nobody is there by the hours of the queue's team, to
    /// what the team does then.
    func requestPerson(for conversation: inout Conversation) throws {
        let team = try team(of: conversation)
        if let team, conversation.kind == .chat, !team.isOpen(at: now) {
            switch team.outsideHours {
            case .queue:
                break
            case .ticket:
                try turnIntoTicket(&conversation, of: team)
            case .assistant:
                let opening = team.hours?.nextOpening(from: now)
                return try append(TimelineEvent(.outsideHours, at: opening), to: &conversation)
            }
        }
        try move(&conversation, .personAsked)
    }

    /// Lets a chat go on as a ticket; one that waits keeps its place.
    func turnIntoTicket(_ conversation: inout Conversation) throws {
        try turnIntoTicket(&conversation, of: try team(of: conversation))
    }

    private func turnIntoTicket(_ conversation: inout Conversation, of team: Team?) throws {
        conversation.kind = .ticket
        try append(TimelineEvent(.becameTicket, at: team?.repliesBy(from: now)), to: &conversation)
    }

    /// Whose conversation it is or will be; nil when it is everybody's.
    private func team(of conversation: Conversation) throws -> Team? {
        let lines = try Lines(db)
        return lines.team(of: try queue(of: conversation, among: lines.queues))
    }

    // MARK: A conversation looks for an agent

    /// The queue of a conversation: where it is already, else what its topic, language and tier say.
    private func queue(of conversation: Conversation, among queues: [Queue]) throws -> Queue {
        if let current = queues.first(where: { $0.id == conversation.queue }) { return current }
        return try queue(matching: conversation, among: queues) ?? .general
    }

    /// The queue into which a conversation comes by itself; nil when none of these takes it.
    func queue(matching conversation: Conversation, among queues: [Queue]) throws -> Queue? {
        let customer = try Customers.customer(conversation.customer, in: db)
        return Queue.matching(
            topic: conversation.topic,
            locale: conversation.locale,
            tier: customer?.profile.tier,
            among: queues
        )
    }

    /// Puts a waiting conversation into its queue and gives it to the best agent with room.
    ///
    /// - Returns: Whether there was one.
    func assign(_ conversation: inout Conversation, preferring preferred: ID<Agent>? = nil) throws -> Bool {
        let avoided = conversation.avoided.flatMap { $0.until > now ? $0.agent : nil }
        let demand = try demand(for: conversation, avoiding: avoided, preferring: preferred)
        conversation.queue = demand.queue.id
        for candidate in Assignment.ranked(try candidates(), for: demand, rules, at: now)
        where try give(&conversation, to: candidate) {
            return true
        }
        return false
    }

    /// Whether somebody else than an agent could take a conversation now.
    func hasTaker(for conversation: Conversation, besides agent: ID<Agent>) throws -> Bool {
        let demand = try demand(for: conversation, avoiding: agent)
        return !Assignment.ranked(try candidates(), for: demand, rules, at: now).isEmpty
    }

    private func demand(
        for conversation: Conversation,
        avoiding avoided: ID<Agent>?,
        preferring preferred: ID<Agent>? = nil
    ) throws -> Assignment.Demand {
        let lines = try Lines(db)
        let queue = try queue(of: conversation, among: lines.queues)
        return Assignment.Demand(
            kind: conversation.workKind,
            locale: conversation.locale,
            queue: queue,
            members: lines.members(of: queue),
            queuedAt: conversation.queuedAt ?? conversation.waitingSince ?? now,
            avoided: avoided,
            preferred: preferred
        )
    }

    /// - Returns: Whether the agent still had room.
    private func give(_ conversation: inout Conversation, to candidate: Assignment.Candidate) throws -> Bool {
        let kind = conversation.workKind
        guard try AgentLoadSQL(db: db).claim(kind, for: candidate, rules, at: now) else { return false }
        conversation.counted.append(Conversation.Load(agent: candidate.agent, kind: kind))
        let before = conversation
        for effect in try conversation.apply(.assigned(candidate.agent), at: now) {
            try perform(effect, on: &conversation, after: before)
        }
        return true
    }

    // MARK: An agent looks for a conversation

    /// Gives an agent with room whose turn it is, as long as both last.
    func drain(to agent: ID<Agent>) throws {
        let lines = try Lines(db)
        let queues = lines.queues.filter { lines.members(of: $0)?.contains(agent) ?? true }
        var heldElsewhere: Set<QueueOrder.Head> = []
        while let candidate = try candidates().first(where: { $0.agent == agent }) {
            let kinds = WorkKind.allCases.filter { candidate.hasRoom(for: $0, rules) }
            let heads = try RoutingSQL(db: db).heads(of: queues, for: agent, kinds, at: now)
            let turns = heads.filter { head in
                !heldElsewhere.contains(head)
                    && (head.queue.skills.required.isSubset(of: candidate.abilities.skills)
                        || head.queue.isRelaxed(forOneWaitingSince: head.queuedAt, at: now))
            }
            guard let head = QueueOrder.sorted(turns, at: now).first else { return }
            guard
                var next = try RoutingSQL(db: db).next(
                    in: head.queue.id,
                    head.lane,
                    for: agent,
                    kinds,
                    at: now
                )
            else {
                heldElsewhere.insert(head)
                continue
            }
            let before = next
            guard try give(&next, to: candidate) else { return }
            try save(next, since: before)
        }
    }

    /// Gives everybody with room what waits: after the queues, the teams or the hours changed.
    func drainToAll() throws {
        for candidate in try candidates() where candidate.presence == .online {
            try drain(to: candidate.agent)
        }
    }

    /// Gives the first of a lane to whoever has room, if it waits since before a moment.
    ///
    /// - Returns: Whether one was given.
    func assignForgotten(in queue: ID<Queue>, _ lane: Lane, queuedBefore moment: Instant) throws -> Bool {
        let found = try RoutingSQL(db: db).next(in: queue, lane, at: now)
        guard var next = found, let queuedAt = next.queuedAt, queuedAt < moment else { return false }
        let before = next
        guard try assign(&next) else { return false }
        try save(next, since: before)
        return true
    }

    // MARK: What both look at

    private func candidates() throws -> [Assignment.Candidate] {
        let presences = Dictionary(uniqueKeysWithValues: try Agents.presences(in: db).map { ($0.agent, $0) })
        let loads = Dictionary(uniqueKeysWithValues: try AgentLoadSQL(db: db).loads().map { ($0.agent, $0) })
        return try Agents.activeAgents(in: db).compactMap { agent in
            guard agent.role.permissions.contains(.conversationsAnswer) else { return nil }
            return Assignment.Candidate(
                agent: agent.id,
                presence: presences[agent.id]?.state ?? .offline,
                load: loads[agent.id]?.load ?? [:],
                capacity: agent.capacity,
                abilities: agent.abilities,
                lastAssignedAt: loads[agent.id]?.lastAssignedAt ?? Instant(milliseconds: 0)
            )
        }
    }

    /// Brings the agents' loads in line with what a conversation takes now.
    ///
    /// - Returns: Who has less than before.
    func count(_ conversation: Conversation) throws -> [ID<Agent>] {
        var surplus = conversation.counted
        var missing: [Conversation.Load] = []
        if let due = conversation.load {
            if let known = surplus.lastIndex(of: due) { surplus.remove(at: known) } else { missing = [due] }
        }
        // In one order whoever does it, so that two transactions do not wait for each other.
        let changes = surplus.map { (load: $0, isMore: false) } + missing.map { (load: $0, isMore: true) }
        for change in changes.sorted(by: { $0.load.agent < $1.load.agent }) {
            if change.isMore {
                try AgentLoadSQL(db: db).occupy(change.load.agent, change.load.kind, at: now)
            } else {
                try AgentLoadSQL(db: db).release(change.load.agent, change.load.kind)
            }
        }
        return surplus.map(\.agent).filter { agent in !missing.contains { $0.agent == agent } }
    }
}
