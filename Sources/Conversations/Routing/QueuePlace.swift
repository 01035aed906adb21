import Base
import Storage

/// A customer's place in the queue.
package struct QueuePlace: Sendable, Hashable, Encodable {
    /// From this place on somebody who cannot be told how long it takes is offered not to wait.
    private static let farBack = 4
    /// The least that counts as long, whatever the queue aims at.
    private static let longWait = Duration.seconds(300)

    /// 1 for the next in line.
    package let position: Int
    /// The expected wait in seconds, lowest and highest; nil when it is not known.
    package let etaSeconds: [Int]?
    /// Whether it takes so long that the customer is offered to leave it as a ticket.
    package let offersTicket: Bool

    private enum CodingKeys: CodingKey {
        case position, etaSeconds, offersTicket
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(position, forKey: .position)
        // Present even when unknown: the client then says so.
        try container.encode(etaSeconds, forKey: .etaSeconds)
        try container.encode(offersTicket, forKey: .offersTicket)
    }

    init(position: Int, of kind: Conversation.Kind, in queue: Queue, handOvers: [Instant], now: Instant) {
        let wait = WaitEstimate.seconds(position: position, handOvers: handOvers, now: now)
        let long = max(Self.longWait, queue.targetWait * 2).components.seconds
        self.position = position
        self.etaSeconds = wait.map { [$0.lowerBound, $0.upperBound] }
        self.offersTicket =
            kind == .chat && (wait.map { $0.upperBound >= long } ?? (position >= Self.farBack))
    }

    /// The hand-overs of a queue that an estimate is made from.
    static func recentHandOvers(
        of queue: ID<Queue>,
        _ db: Connection,
        at now: Instant
    ) throws(DatabaseError) -> [Instant] {
        try RoutingSQL(db: db).handOvers(in: queue, since: now - .seconds(1800), limit: 30)
    }

    /// Where a waiting conversation stands; nil for one that does not wait.
    static func of(
        _ conversation: Conversation,
        _ db: Connection,
        at now: Instant
    ) throws(DatabaseError) -> QueuePlace? {
        guard conversation.status == .queued, let queuedAt = conversation.queuedAt,
            let lane = conversation.lane,
            let id = conversation.queue
        else { return nil }
        let position = try RoutingSQL(db: db).position(
            in: id,
            lane,
            queuedAt: queuedAt,
            id: conversation.id
        )
        return QueuePlace(
            position: position,
            of: conversation.kind,
            in: try QueueSQL(db: db).queue(id) ?? .general,
            handOvers: try recentHandOvers(of: id, db, at: now),
            now: now
        )
    }
}
