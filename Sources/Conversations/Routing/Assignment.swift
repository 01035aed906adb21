package import Base
package import People

/// Who gets the next conversation.
///
/// Pure.
package enum Assignment {
    /// How many of each kind an agent has.
    package typealias Load = [WorkKind: Int]

    /// An agent who might take it.
    package struct Candidate: Sendable, Hashable {
        package let agent: ID<Agent>
        package let presence: Presence
        package let load: Load
        /// In chats.
        package let capacity: Int
        package let abilities: Abilities
        package let lastAssignedAt: Instant

        package init(
            agent: ID<Agent>,
            presence: Presence,
            load: Load,
            capacity: Int,
            abilities: Abilities = Abilities(),
            lastAssignedAt: Instant
        ) {
            self.agent = agent
            self.presence = presence
            self.load = load
            self.capacity = capacity
            self.abilities = abilities
            self.lastAssignedAt = lastAssignedAt
        }

        /// How much of them is taken, in hundredths of a chat.
        func taken(_ rules: RoutingRules) -> Int {
            load.reduce(0) { $0 + $1.value * rules.weight(of: $1.key) }
        }

        /// Whether they are there and have room for one more of a kind.
        func hasRoom(for kind: WorkKind, _ rules: RoutingRules) -> Bool {
            presence == .online && taken(rules) + rules.weight(of: kind) <= capacity * 100
                && load[kind, default: 0] < abilities.limits[kind] ?? .max
        }
    }

    /// What is to be given away.
    package struct Demand: Sendable {
        package let kind: WorkKind
        package let locale: LocaleCode
        package let queue: Queue
        /// Who alone may take it; nil for everybody.
        package let members: Set<ID<Agent>>?
        package let queuedAt: Instant
        /// Who gets it only knowingly: they gave it back a moment ago.
        package let avoided: ID<Agent>?
        /// Who had the customer before.
        package let preferred: ID<Agent>?

        package init(
            kind: WorkKind,
            locale: LocaleCode,
            queue: Queue,
            members: Set<ID<Agent>>? = nil,
            queuedAt: Instant,
            avoided: ID<Agent>? = nil,
            preferred: ID<Agent>? = nil
        ) {
            self.kind = kind
            self.locale = locale
            self.queue = queue
            self.members = members
            self.queuedAt = queuedAt
            self.avoided = avoided
            self.preferred = preferred
        }
    }

    /// The candidates who may take it, best first: who had the customer before, then who lacks the fewest of the wanted
    /// skills and the language, then fewest open, then idle longest.
    package static func ranked(
        _ candidates: [Candidate],
        for demand: Demand,
        _ rules: RoutingRules,
        at now: Instant
    ) -> [Candidate] {
        candidates
            .filter { candidate in
                candidate.agent != demand.avoided && candidate.hasRoom(for: demand.kind, rules)
                    && (candidate.agent == demand.preferred || isEligible(candidate, for: demand, at: now))
            }
            .sorted { left, right in
                rank(left, demand, rules) < rank(right, demand, rules)
            }
    }

    /// Whether an agent may take from the queue at all: a member of its team who can do what it takes.
    private static func isEligible(_ candidate: Candidate, for demand: Demand, at now: Instant) -> Bool {
        (demand.members?.contains(candidate.agent) ?? true)
            && (demand.queue.skills.required.isSubset(of: candidate.abilities.skills)
                || demand.queue.isRelaxed(forOneWaitingSince: demand.queuedAt, at: now))
    }

    private static func rank(
        _ candidate: Candidate,
        _ demand: Demand,
        _ rules: RoutingRules
    ) -> (Int, Int, Int, Instant, ID<Agent>) {
        let skills = demand.queue.skills
        let missing = skills.wanted.union(skills.required).subtracting(candidate.abilities.skills).count
        return (
            candidate.agent == demand.preferred ? 0 : 1,
            missing + (candidate.abilities.speak(demand.locale) ? 0 : 1),
            candidate.taken(rules),
            candidate.lastAssignedAt,
            candidate.agent
        )
    }
}
