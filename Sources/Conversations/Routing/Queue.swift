package import Base
package import People
import Storage
package import Trust

/// Conversations of one topic × language × tier that wait for a person, and who may take them.
package struct Queue: Sendable, Hashable, Identified {
    package static let idPrefix = "que"

    /// What comes into a queue by itself; nil takes any.
    package struct Scope: Sendable, Hashable {
        package let topic: Topic?
        /// A language such as `zh`, in whatever region.
        package let language: String?
        /// The exchange's customer tier, such as `vip1`.
        package let tier: String?

        package init(topic: Topic? = nil, language: String? = nil, tier: String? = nil) {
            self.topic = topic
            self.language = language
            self.tier = tier
        }
    }

    /// What an agent must or should be able to do.
    package struct Skills: Sendable, Hashable {
        package let required: Set<Skill>
        /// Whoever has more of them is asked first.
        package let wanted: Set<Skill>
        /// After this long in the queue the required skills are only wanted; nil for never.
        package let relaxAfter: Duration?

        package init(required: Set<Skill> = [], wanted: Set<Skill> = [], relaxAfter: Duration? = nil) {
            self.required = required
            self.wanted = wanted
            self.relaxAfter = relaxAfter
        }
    }

    package let id: ID<Queue>
    package let name: String
    /// Nil for a queue into which conversations are only transferred.
    package let scope: Scope?
    /// 0...9, the higher first.
    package let priority: Int
    package let skills: Skills
    /// How long somebody should wait at most.
    package let targetWait: Duration
    /// How long an agent may keep a new chat unanswered before it goes to somebody else; nil for as long as they are
    /// there.
    package let answerWithin: Duration?
    /// Whose members alone take from it; nil for everybody who answers.
    package let team: ID<Team>?
    /// What the assistant asks its customers to prove as they come into it; nil for nothing.
    package let verification: StepUps.Draft?

    package init(
        id: ID<Queue>,
        name: String,
        scope: Scope?,
        priority: Int = 5,
        skills: Skills = Skills(),
        targetWait: Duration = .seconds(120),
        answerWithin: Duration? = .seconds(180),
        team: ID<Team>? = nil,
        verification: StepUps.Draft? = nil
    ) {
        self.id = id
        self.name = name
        self.scope = scope
        self.priority = priority
        self.skills = skills
        self.targetWait = targetWait
        self.answerWithin = answerWithin
        self.team = team
        self.verification = verification
    }

    /// The queue of an installation that has no other, and of what no other takes.
    package static let general = Queue(id: .general, name: "General", scope: Scope())

    /// The queue of a conversation: the one whose scope says most about it.
    ///
    /// A tier says more than a topic and a topic more than a language; two that say the same are told apart by their
    /// id, the older one first.
    package static func matching(
        topic: Topic,
        locale: LocaleCode,
        tier: String?,
        among queues: [Queue]
    ) -> Queue? {
        let fitting = queues.compactMap { queue -> (queue: Queue, weight: Int)? in
            guard let scope = queue.scope, scope.topic == nil || scope.topic == topic,
                scope.language == nil || scope.language == locale.language,
                scope.tier == nil || scope.tier == tier
            else { return nil }
            let weight =
                (scope.tier == nil ? 0 : 4) + (scope.topic == nil ? 0 : 2) + (scope.language == nil ? 0 : 1)
            return (queue, weight)
        }
        return fitting.min { ($1.weight, $0.queue.id) < ($0.weight, $1.queue.id) }?.queue
    }

    /// Whether the required skills are only wanted for somebody who waits since a moment.
    package func isRelaxed(forOneWaitingSince start: Instant, at now: Instant) -> Bool {
        skills.relaxAfter.map { now - start >= $0 } ?? false
    }
}

extension ID<Queue> {
    /// The same in every installation: UUID version 8 (RFC 9562), which is for such values.
    package static var general: ID<Queue> {
        guard let id = ID(bytes: [0, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 1]) else {
            preconditionFailure("these are sixteen bytes")
        }
        return id
    }
}

/// In which line of a queue a conversation waits.
package enum Lane: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// Somebody is on the line, or was and left it as a ticket that keeps its place.
    case live
    /// Answered later by nature: behind those who are on the line.
    case ticket
}

/// Whose turn it is among the first of several lines.
///
/// Pure.
package enum QueueOrder {
    /// The one that waits longest in one lane of one queue.
    package struct Head: Sendable, Hashable {
        package let queue: Queue
        package let lane: Lane
        package let queuedAt: Instant

        package init(queue: Queue, lane: Lane, queuedAt: Instant) {
            self.queue = queue
            self.lane = lane
            self.queuedAt = queuedAt
        }
    }

    /// For every so many target waits somebody has waited, they count one priority higher: nothing starves.
    private static let patience = 4

    /// The heads in the order of their turns: priority, those on the line, then whoever is furthest beyond the target.
    package static func sorted(_ heads: [Head], at now: Instant) -> [Head] {
        heads.sorted { left, right in
            let (first, second) = (rank(left, now), rank(right, now))
            return (second.priority, first.lane, second.overdue, left.queuedAt, left.queue.id)
                < (first.priority, second.lane, first.overdue, right.queuedAt, right.queue.id)
        }
    }

    private static func rank(_ head: Head, _ now: Instant) -> (priority: Int, lane: Int, overdue: Double) {
        let waited = Double(max(0, (now - head.queuedAt).wholeMilliseconds))
        let overdue = waited / Double(max(1, head.queue.targetWait.wholeMilliseconds))
        return (
            head.queue.priority + Int(min(overdue, 1e6)) / patience, head.lane == .live ? 0 : 1, overdue
        )
    }
}
