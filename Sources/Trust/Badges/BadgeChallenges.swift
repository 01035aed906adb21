package import Base
import People
import Safeguard
package import Storage

/// The codes by which customers ask whether an agent in their conversation is real.
package struct BadgeChallenges: Sendable {
    private let database: any Database
    private let outbox: Outbox
    private let clock: any WallClock

    package init(_ database: any Database, outbox: Outbox, clock: any WallClock) {
        self.database = database
        self.outbox = outbox
        self.clock = clock
    }

    /// Inside the transaction that holds the conversation: makes a code.
    ///
    /// Throws: ``BadgeError/agentLeft``, ``BadgeError/tooMany(retryAfter:)``.
    package static func issue(
        _ question: BadgeChallenge.Question,
        at now: Instant,
        in db: Connection
    ) throws -> BadgeChallenge.Issued {
        guard let agent = try Agents.agent(question.agent, in: db), agent.isActive else {
            throw BadgeError.agentLeft
        }
        let sql = BadgeChallengeSQL(db: db)
        try sql.forget(before: now - BadgeChallenge.remembered)
        let made = try sql.made(in: question.conversation, since: now - BadgeChallenge.window)
        if made.count >= BadgeChallenge.most, let first = made.first {
            throw BadgeError.tooMany(retryAfter: first + BadgeChallenge.window - now)
        }
        var generator = SystemRandomNumberGenerator()
        let code = ReadableCode.random(using: &generator)
        let challenge = BadgeChallenge(
            id: ID(at: now),
            question: question,
            createdAt: now,
            expiresAt: now + BadgeChallenge.lifetime,
            usedAt: nil
        )
        try sql.insert(challenge, digest: digest(of: code))
        return BadgeChallenge.Issued(challenge: challenge, code: code)
    }

    /// What a code that somebody typed on the official page says; a code that is confirmed is used up.
    ///
    /// - `asker`: The customer whose session the page has; nil for nobody that is known.
    ///
    /// Returns: nil for a code that was never made, or is forgotten.
    func check(_ code: ReadableCode, by asker: Customer?) async throws -> BadgeChallenge.Answer? {
        let now = clock.now
        let digest = Self.digest(of: code)
        // Most that look like a code are none, and nothing is written for them.
        guard
            try await database.read({ db in try BadgeChallengeSQL(db: db).challenge(digest: digest) }) != nil
        else { return nil }
        let outbox = outbox
        return try await database.write { db in
            let sql = BadgeChallengeSQL(db: db)
            guard let found = try sql.challenge(digest: digest),
                let agent = try Agents.agent(found.question.agent, in: db)
            else { return nil }
            var outcome = found.outcome(for: asker, agentIsActive: agent.isActive, at: now)
            if outcome == .confirmed {
                if try sql.use(found.id, at: now) {
                    try outbox.append(BadgeConfirmed(found, agent), in: db)
                } else {
                    // Somebody typed it at the same moment.
                    outcome = .usedBefore(try sql.challenge(digest: digest)?.usedAt ?? now)
                }
            }
            return BadgeChallenge.Answer(
                outcome: outcome,
                reference: found.question.reference,
                agentName: agent.name,
                badge: agent.badge,
                askedAt: found.createdAt
            )
        }
    }

    /// A plain hash: a code that is found from it within its five minutes confirms what its customer knows already.
    private static func digest(of code: ReadableCode) -> [UInt8] {
        OpaqueToken.digest(of: "badge challenge \(code)")
    }
}

/// The official page has confirmed an agent to the customer who asked.
package struct BadgeConfirmed: OutboxEvent {
    package static let name = "badge.confirmed"

    package let challenge: String
    /// The conversation's id as everybody sees it.
    package let conversation: String
    package let agentName: String
    package let badge: String

    init(_ challenge: BadgeChallenge, _ agent: Agent) {
        self.challenge = challenge.id.description
        self.conversation = challenge.question.conversation
        self.agentName = agent.name
        self.badge = agent.badge.rawValue
    }
}
