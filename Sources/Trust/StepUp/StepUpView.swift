package import Base
import People
import Safeguard

/// A step-up as both sides read it: what it is for and what became of it, never what was answered.
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
    package private(set) var sentTo: String?
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

    /// As agents see it: of where the code went they learn no more than of the customer.
    func forAgents() -> StepUpView {
        var view = self
        view.sentTo = sentTo.map { ContactMask.email($0) }
        return view
    }

    init(_ kept: StepUpSQL.Kept, at now: Instant, for customer: Customer) {
        self.init(kept.stepUp, kept.stepUp.standing(at: now, for: kept.code.identity(of: customer)))
    }
}
