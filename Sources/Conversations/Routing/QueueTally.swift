import Base
package import Storage

/// What happened in a queue.
package struct QueueNumbers: Sendable, Hashable, Encodable {
    /// Came into the queue.
    package internal(set) var entered = 0
    /// Were given to an agent.
    package internal(set) var handedOver = 0
    /// How long those waited, together.
    package internal(set) var waitedMilliseconds = 0
    /// Of those, within the queue's target.
    package internal(set) var inTarget = 0
    /// Ended without having been given to anybody.
    package internal(set) var abandoned = 0
    /// Were resolved by somebody who had them.
    package internal(set) var resolved = 0

    /// The mean wait of those that were handed over, in seconds; nil when there are none.
    package var averageWaitSeconds: Int? {
        handedOver == 0 ? nil : waitedMilliseconds / handedOver / 1000
    }

    static func + (left: QueueNumbers, right: QueueNumbers) -> QueueNumbers {
        var sum = left
        sum.entered += right.entered
        sum.handedOver += right.handedOver
        sum.waitedMilliseconds += right.waitedMilliseconds
        sum.inTarget += right.inTarget
        sum.abandoned += right.abandoned
        sum.resolved += right.resolved
        return sum
    }

    private enum CodingKeys: CodingKey {
        case entered, handedOver, averageWaitSeconds, inTarget, abandoned, resolved
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entered, forKey: .entered)
        try container.encode(handedOver, forKey: .handedOver)
        // Present even when nobody was handed over.
        try container.encode(averageWaitSeconds, forKey: .averageWaitSeconds)
        try container.encode(inTarget, forKey: .inTarget)
        try container.encode(abandoned, forKey: .abandoned)
        try container.encode(resolved, forKey: .resolved)
    }
}

/// What one transaction does to the numbers of the queues, written when it is about to end.
///
/// It stays within the transaction.
final class QueueTally {
    private(set) var changes: [ID<Queue>: QueueNumbers] = [:]

    func entered(_ queue: ID<Queue>) {
        changes[queue, default: QueueNumbers()].entered += 1
    }

    func handedOver(in queue: Queue, after wait: Duration) {
        changes[queue.id, default: QueueNumbers()].handedOver += 1
        changes[queue.id, default: QueueNumbers()].waitedMilliseconds += Int(
            max(wait, .zero).wholeMilliseconds
        )
        if wait <= queue.targetWait { changes[queue.id, default: QueueNumbers()].inTarget += 1 }
    }

    func abandoned(_ queue: ID<Queue>) {
        changes[queue, default: QueueNumbers()].abandoned += 1
    }

    func resolved(_ queue: ID<Queue>) {
        changes[queue, default: QueueNumbers()].resolved += 1
    }
}

/// Every statement about the numbers of the queues.
struct QueueTallySQL {
    /// How many rows stand for an hour of a queue.
    private static let shards = 8
    private static let hour: Int64 = 3_600_000

    let db: Connection

    /// Adds what a transaction did; in one order whoever does it, so that two do not wait for each other.
    func add(_ tally: QueueTally, at now: Instant) throws(DatabaseError) {
        let hour = Instant(milliseconds: now.milliseconds - now.milliseconds % Self.hour)
        let shard = Int.random(in: 0..<Self.shards)
        for (queue, numbers) in tally.changes.sorted(by: { $0.key < $1.key }) {
            try db.post(
                """
                INSERT INTO queue_hour (queue_id, hour_at, shard, entered, handed_over, waited_ms, in_target, abandoned,
                    resolved)
                VALUES (\(queue), \(hour), \(shard), \(numbers.entered), \(numbers.handedOver),
                    \(numbers.waitedMilliseconds), \(numbers.inTarget), \(numbers.abandoned), \(numbers.resolved))
                ON CONFLICT (queue_id, hour_at, shard) DO UPDATE SET
                    entered = queue_hour.entered + excluded.entered,
                    handed_over = queue_hour.handed_over + excluded.handed_over,
                    waited_ms = queue_hour.waited_ms + excluded.waited_ms,
                    in_target = queue_hour.in_target + excluded.in_target,
                    abandoned = queue_hour.abandoned + excluded.abandoned,
                    resolved = queue_hour.resolved + excluded.resolved
                """
            )
        }
    }

    /// What happened in every queue since the beginning of an hour.
    ///
    /// - Complexity: a range scan of `queue_hour_by_time`.
    func numbers(since hour: Instant) throws(DatabaseError) -> [ID<Queue>: QueueNumbers] {
        let rows = try db.all(
            QueueHour.self,
            """
            SELECT queue_id, entered, handed_over, waited_ms, in_target, abandoned, resolved FROM queue_hour
            WHERE hour_at >= \(hour)
            """
        )
        return Dictionary(rows.map { ($0.queue, $0.numbers) }) { $0 + $1 }
    }

    /// What happened at each hour of the day since then, in all queues together; without hours at which nothing did.
    ///
    /// - Complexity: a range scan of `queue_hour_by_time`: a queue has 5,376 rows in four weeks at most.
    func hoursOfTheDay(since hour: Instant) throws(DatabaseError) -> [HourOfDay] {
        try db.all(
            HourOfDay.self,
            """
            SELECT (hour_at / 3600000) % 24 AS hour, CAST(SUM(entered) AS BIGINT) AS entered,
                CAST(SUM(handed_over) AS BIGINT) AS handed_over, CAST(SUM(waited_ms) AS BIGINT) AS waited_ms
            FROM queue_hour WHERE hour_at >= \(hour) GROUP BY (hour_at / 3600000) % 24 ORDER BY 1
            """
        )
    }
}

/// What happened in all queues at one hour of the day, over some weeks.
package struct HourOfDay: Sendable, Hashable, RowDecodable {
    /// 0...23, UTC.
    package let hour: Int
    package let entered: Int
    /// The mean wait of those who were given to an agent, in seconds; nil where nobody was.
    package let averageWaitSeconds: Int?

    package init(hour: Int, entered: Int, averageWaitSeconds: Int?) {
        self.hour = hour
        self.entered = entered
        self.averageWaitSeconds = averageWaitSeconds
    }

    package init(row: Row) throws(DatabaseError) {
        let handedOver: Int = try row.get("handed_over")
        let waited: Int = try row.get("waited_ms")
        self.init(
            hour: try row.get("hour"),
            entered: try row.get("entered"),
            averageWaitSeconds: handedOver == 0 ? nil : waited / handedOver / 1000
        )
    }
}

private struct QueueHour: RowDecodable {
    let queue: ID<Queue>
    var numbers = QueueNumbers()

    init(row: Row) throws(DatabaseError) {
        self.queue = try row.get("queue_id")
        numbers.entered = try row.get("entered")
        numbers.handedOver = try row.get("handed_over")
        numbers.waitedMilliseconds = try row.get("waited_ms")
        numbers.inTarget = try row.get("in_target")
        numbers.abandoned = try row.get("abandoned")
        numbers.resolved = try row.get("resolved")
    }
}
