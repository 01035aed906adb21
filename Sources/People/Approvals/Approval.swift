package import Base
import Storage

/// Something that one person asked for and another must agree to before it is done.
package struct Approval: Sendable, Hashable, Identified {
    package static let idPrefix = "apr"
    /// How long it waits; nobody remembers for longer why it was asked.
    package static let life = Duration.seconds(24 * 3600)
    /// What whoever decides may say, in characters.
    package static let longestNote = 500

    package enum Status: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
        case waiting
        /// A second person agreed, and it was done.
        case approved
        case refused
        /// By whoever asked.
        case withdrawn
        case expired
        /// A second person agreed, and it could not be done any more as it was asked for.
        case overtaken
    }

    package enum Event: Sendable, Hashable {
        case approved(by: ID<Agent>, note: String)
        case refused(by: ID<Agent>, note: String)
        case withdrawn(by: ID<Agent>)
        /// - `reason`: The stable code of what stands in the way.
        case overtaken(by: ID<Agent>, reason: String)
    }

    package let id: ID<Approval>
    /// ``ApprovableAction/name``.
    package let action: String
    package let requester: ID<Agent>
    /// Whom it concerns, whose key seals what is written of it; nil for what concerns nobody.
    package let customer: ID<Customer>?
    /// SHA-256 of the action and its parameters.
    package let hash: [UInt8]
    /// SHA-256 of what it stands on.
    package let standing: [UInt8]
    package let createdAt: Instant
    package let expiresAt: Instant
    package internal(set) var status: Status
    package internal(set) var decider: ID<Agent>?
    package internal(set) var decidedAt: Instant?
    package internal(set) var note: String
    package internal(set) var reason: String?

    /// What it is at a moment: one that waited too long is over, whether or not anybody has noted it.
    package func status(at now: Instant) -> Status {
        status == .waiting && now >= expiresAt ? .expired : status
    }

    /// Decides it; on a throw it is unchanged.
    package mutating func apply(_ event: Event, at now: Instant) throws(ApprovalError) {
        switch (status(at: now), event) {
        case (.waiting, .approved(let agent, let note)):
            guard agent != requester else { throw .ownRequest }
            decide(.approved, by: agent, note, at: now)
        case (.waiting, .refused(let agent, let note)):
            guard agent != requester else { throw .ownRequest }
            decide(.refused, by: agent, note, at: now)
        case (.waiting, .withdrawn(let agent)):
            guard agent == requester else { throw .notYours }
            decide(.withdrawn, by: agent, "", at: now)
        case (.waiting, .overtaken(let agent, let reason)):
            guard agent != requester else { throw .ownRequest }
            decide(.overtaken, by: agent, "", at: now)
            self.reason = reason
        case (.expired, _): throw .expired
        case (.approved, _), (.refused, _), (.withdrawn, _), (.overtaken, _): throw .decided(status)
        }
    }

    private mutating func decide(_ status: Status, by agent: ID<Agent>, _ note: String, at now: Instant) {
        self.status = status
        self.decider = agent
        self.decidedAt = now
        self.note = note
    }
}
