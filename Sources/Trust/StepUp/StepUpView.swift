package import Base
import People

/// A step-up as its customer reads it: what it is for, how it can be answered and what became of it, never what was answered.
package struct StepUpView: Encodable, Sendable, Hashable {
    package let id: String
    package let conversation: String
    package let purpose: StepUp.Purpose
    package let method: StepUp.Method
    package let level: String?
    package let askedBy: StepUp.Asker
    package let status: StepUp.Status
    package let attemptsLeft: Int
    package let sendsLeft: Int
    /// When the next code may be sent; nil where none is, or never again.
    package let nextSendAt: Instant?
    /// Whether a code is out.
    package let isSent: Bool
    package let sentTo: String?
    package let createdAt: Instant
    package let expiresAt: Instant
    package let decidedAt: Instant?
    package let validUntil: Instant?

    /// - `status`: What it is at this moment, for whoever the customer is by now.
    init(_ stepUp: StepUp, _ status: StepUp.Status) {
        self.id = stepUp.id.description
        self.conversation = stepUp.place.description
        self.purpose = stepUp.purpose
        self.method = stepUp.method
        self.level = stepUp.requiredLevel
        self.askedBy = stepUp.askedBy == nil ? .assistant : .agent
        self.status = status
        self.attemptsLeft = stepUp.attemptsLeft
        self.sendsLeft = stepUp.method.isSent ? max(0, StepUp.mostSends - stepUp.sends) : 0
        self.nextSendAt = stepUp.nextSendAt
        self.isSent = stepUp.codeHash != nil
        self.sentTo = stepUp.sentTo
        self.createdAt = stepUp.createdAt
        self.expiresAt = stepUp.expiresAt
        self.decidedAt = stepUp.decidedAt
        self.validUntil = stepUp.validUntil
    }

    init(_ kept: StepUpSQL.Kept, at now: Instant, for customer: Customer) {
        self.init(kept.stepUp, kept.stepUp.standing(at: now, for: kept.code.identity(of: customer)))
    }
}

/// A step-up as agents read it: that it waits, or for what, by what and until when somebody is verified.
///
/// How it is answered, how often and where a code went is between the customer and whoever can tell whether it is right.
package struct AgentStepUpView: Encodable, Sendable, Hashable {
    package let id: String
    package let conversation: String
    package let purpose: StepUp.Purpose
    package let method: StepUp.Method
    package let askedBy: StepUp.Asker
    package let status: StepUp.Status
    package let createdAt: Instant
    package let expiresAt: Instant
    package let validUntil: Instant?

    init(_ view: StepUpView) {
        self.id = view.id
        self.conversation = view.conversation
        self.purpose = view.purpose
        self.method = view.method
        self.askedBy = view.askedBy
        self.status = view.status
        self.createdAt = view.createdAt
        self.expiresAt = view.expiresAt
        self.validUntil = view.validUntil
    }
}
