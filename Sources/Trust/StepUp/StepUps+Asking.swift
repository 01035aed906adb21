package import Base
package import People
import Safeguard
package import Storage

// How one begins, inside a transaction of its conversation: because an agent wants it, or a queue.
extension StepUps {
    /// Asks for what a queue wants its customers to prove, in the name of the assistant.
    ///
    /// It is asked once: not while anything waits in the conversation, nor where it holds already, nor of whom nobody
    /// can ask.
    ///
    /// - `place`: Locked by this transaction.
    ///
    /// Returns: nil where nothing was to be asked.
    package static func askUnlessKnown(
        _ draft: Draft,
        in place: ID<ConversationPlace>,
        of customer: Customer,
        at now: Instant,
        in db: Connection
    ) throws -> StepUp? {
        guard customer.isVerified else { return nil }
        let isKnown = try StepUpSQL(db: db).all(in: place, limit: longestList).contains { kept in
            switch kept.stepUp.standing(at: now, for: kept.code.identity(of: customer)) {
            case .waiting: true
            case .verified: kept.stepUp.purpose == draft.purpose
            case .failed, .expired, .cancelled, .cleared: false
            }
        }
        guard !isKnown, try mayBeAsked(customer, at: now, in: db) else { return nil }
        return try begin(draft, in: place, of: customer, by: nil, as: .assistant, at: now, in: db)
    }

    /// Whether an account may have more wrong answers.
    static func mayBeAsked(
        _ customer: Customer,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) -> Bool {
        try StepUpSQL(db: db).usage(of: customer.id, since: now - day).attempts < mostWrongADay
    }

    /// - `agent`: Nil for the assistant.
    static func begin(
        _ draft: Draft,
        in place: ID<ConversationPlace>,
        of customer: Customer,
        by agent: Agent?,
        as actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws -> StepUp {
        let sql = StepUpSQL(db: db)
        if var waiting = try sql.heldWaiting(in: place) {
            waiting.stepUp.supersede(at: now)
            try sql.update(waiting.stepUp)
        }
        let code = StepUpCode(key: Redacted(randomBytes()))
        let stepUp = StepUp(
            id: ID(at: now),
            place: place,
            customer: customer.id,
            purpose: draft.purpose,
            method: draft.method,
            requiredLevel: draft.level,
            askedBy: agent?.id,
            createdAt: now,
            expiresAt: now + StepUp.patience,
            identity: code.identity(of: customer)
        )
        try sql.insert(.init(stepUp: stepUp, code: code))
        try record(.verificationAsked, stepUp, by: actor, at: now, in: db)
        return stepUp
    }

    static func record(
        _ action: AuditAction,
        _ stepUp: StepUp,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        let details = [
            "purpose": stepUp.purpose.rawValue, "method": stepUp.method.rawValue,
            "conversation": stepUp.place.description,
        ]
        let deed = Deed(action, by: actor, on: AuditSubject("verification", stepUp.id), details)
        try AuditTrail.record(deed, at: now, in: db)
    }

    private static func randomBytes() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension AuditActor {
    /// A queue wants it: nobody asked by hand.
    static let assistant = AuditActor(.system, name: "Assistant")
}
