package import Base
import People
package import Storage

/// What a supervisor watches: the queues, the agents, and who has waited longest.
package struct Board: Encodable, Sendable {
    /// How many of those who wait are named.
    static let mostWaiting = 20

    struct QueueState: Encodable, Sendable {
        let id: String
        let name: String
        let priority: Int
        let team: String?
        /// Whether somebody is there by the hours of its team.
        let isOpen: Bool
        /// On the line, and tickets.
        let waiting: Int
        let waitingTickets: Int
        let oldestSince: Instant?
        let targetWaitSeconds: Int
        /// Whether somebody on the line has waited longer than the target.
        let isOverdue: Bool
        let today: QueueNumbers

        private enum CodingKeys: CodingKey {
            case id, name, priority, team, isOpen, waiting, waitingTickets, oldestSince, targetWaitSeconds,
                isOverdue, today
        }
    }

    struct AgentState: Encodable, Sendable {
        let id: String
        let name: String
        let badge: String
        let presence: Presence
        let reason: AwayReason?
        /// Whether they are taken for gone although they did not say so.
        let isDropped: Bool
        /// Since when; nil for one who never was there.
        let since: Instant?
        let load: [WorkKind: Int]
        /// How much of them is taken, in hundredths.
        let takenPercent: Int
        let capacity: Int
        let skills: [Skill]
        let languages: [String]
        let teams: [String]
    }

    package let at: Instant
    let queues: [QueueState]
    let agents: [AgentState]
    let waiting: [InboxRow]
    let today: QueueNumbers
}

/// The door to the board.
package struct Boards: Sendable {
    private static let day = Duration.seconds(86_400)

    private let database: any Database
    private let desk: Desk
    private let rules: RoutingRules
    private let clock: any WallClock

    package init(_ database: any Database, desk: Desk, rules: RoutingRules, clock: any WallClock) {
        self.database = database
        self.desk = desk
        self.rules = rules
        self.clock = clock
    }

    /// The board as it is now.
    ///
    /// - `dayStart`: Since when today's numbers are counted, 31 days ago at most; nil for midnight UTC.
    package func board(since dayStart: Instant? = nil) async throws -> Board {
        let now = clock.now
        let midnight = Instant(day: now.day)
        let start = max(dayStart ?? midnight, now - Self.day * 31)
        return try await database.read { db in try read(db, since: start, at: now) }
    }

    private func read(_ db: Connection, since start: Instant, at now: Instant) throws -> Board {
        let queues = try QueueSQL(db: db).active()
        let teams = try Teams.all(in: db)
        let numbers = try QueueTallySQL(db: db).numbers(since: start)
        let lengths = try RoutingSQL(db: db).waiting()
        return Board(
            at: now,
            queues: queues.map { queue in
                Self.state(
                    of: queue,
                    teams.first { $0.id == queue.team },
                    lengths.filter { $0.queue == queue.id },
                    numbers[queue.id] ?? QueueNumbers(),
                    at: now
                )
            },
            agents: try agents(db, teams),
            waiting: try desk.rows(
                of: try RoutingSQL(db: db).longestWaiting(in: queues.map(\.id), limit: Board.mostWaiting),
                in: db
            ),
            today: numbers.values.reduce(QueueNumbers(), +)
        )
    }

    private static func state(
        of queue: Queue,
        _ team: Team?,
        _ lengths: [QueueLength],
        _ today: QueueNumbers,
        at now: Instant
    ) -> Board.QueueState {
        let live = lengths.first { $0.lane == .live }
        return Board.QueueState(
            id: queue.id.description,
            name: queue.name,
            priority: queue.priority,
            team: team?.name,
            isOpen: team?.isOpen(at: now) ?? true,
            waiting: live?.count ?? 0,
            waitingTickets: lengths.first { $0.lane == .ticket }?.count ?? 0,
            oldestSince: lengths.map(\.oldestAt).min(),
            targetWaitSeconds: Int(queue.targetWait.components.seconds),
            isOverdue: live.map { now - $0.oldestAt > queue.targetWait } ?? false,
            today: today
        )
    }

    /// Everybody who answers: who is there first, then by name.
    private func agents(_ db: Connection, _ teams: [Team]) throws -> [Board.AgentState] {
        let presences = Dictionary(uniqueKeysWithValues: try Agents.presences(in: db).map { ($0.agent, $0) })
        let loads = Dictionary(uniqueKeysWithValues: try AgentLoadSQL(db: db).loads().map { ($0.agent, $0) })
        let answering = try Agents.activeAgents(in: db).filter {
            Permission.conversationsAnswer.isGranted(to: $0.role)
        }
        return answering.map { agent in
            let presence = presences[agent.id]
            let load = loads[agent.id]?.load ?? [:]
            let taken = load.reduce(0) { $0 + $1.value * rules.weight(of: $1.key) }
            return Board.AgentState(
                id: agent.id.description,
                name: agent.name,
                badge: agent.badge.rawValue,
                presence: presence?.state ?? .offline,
                reason: presence?.reason,
                isDropped: presence?.isDropped ?? false,
                since: presence?.changedAt,
                load: load,
                takenPercent: agent.capacity == 0 ? 0 : taken / agent.capacity,
                capacity: agent.capacity,
                skills: agent.abilities.skills.sorted(),
                languages: agent.abilities.languages.sorted(),
                teams: teams.filter { $0.members.contains(agent.id) }.map(\.name)
            )
        }
    }
}
