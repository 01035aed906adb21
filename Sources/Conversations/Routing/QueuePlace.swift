import Base
import Storage

/// A customer's place in the queue.
package struct QueuePlace: Sendable, Hashable, Encodable {
    /// 1 for the next in line.
    package let position: Int
    /// The expected wait in seconds, lowest and highest; nil when it is not known.
    package let etaSeconds: [Int]?

    private enum CodingKeys: CodingKey {
        case position, etaSeconds
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(position, forKey: .position)
        // Present even when unknown: the client then says so.
        try container.encode(etaSeconds, forKey: .etaSeconds)
    }

    init(position: Int, handOvers: [Instant], now: Instant) {
        self.position = position
        self.etaSeconds = WaitEstimate.seconds(position: position, handOvers: handOvers, now: now)
            .map { [$0.lowerBound, $0.upperBound] }
    }

    /// The hand-overs that an estimate is made from.
    static func recentHandOvers(_ db: Connection, at now: Instant) throws(DatabaseError) -> [Instant] {
        try RoutingSQL(db: db).handOvers(since: now - .seconds(1800), limit: 30)
    }

    /// Where a waiting conversation stands; nil for one that does not wait.
    static func of(
        _ conversation: Conversation,
        _ db: Connection,
        at now: Instant
    ) throws(DatabaseError) -> QueuePlace? {
        guard conversation.status == .queued, let queuedAt = conversation.queuedAt else { return nil }
        let position = try RoutingSQL(db: db).position(queuedAt: queuedAt, id: conversation.id)
        return QueuePlace(position: position, handOvers: try recentHandOvers(db, at: now), now: now)
    }
}
