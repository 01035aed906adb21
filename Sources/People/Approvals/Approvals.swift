package import Base
import Crypto
import Foundation
package import Safeguard
package import Storage

/// The door to what needs a second person: which actions do, who asked, who agreed.
package struct Approvals: Sendable {
    /// Taking a mark away is itself something that needs a second person, as long as there is any.
    package static let rulesAction = "approvals.rules"

    let database: any Database
    let actions: [String: ApprovableAction]
    private let gate: SecretsGate
    private let clock: any WallClock
    let told: @Sendable () -> Void

    /// - Parameters:
    ///   - database: Where they are kept.
    ///   - actions: Everything that can be marked; each door declares its own.
    ///   - gate: Hides what must not be stored in notes.
    ///   - clock: Tells the time.
    ///   - told: Called once something was asked for or decided.
    package init(
        _ database: any Database,
        actions: [ApprovableAction],
        gate: SecretsGate,
        clock: any WallClock,
        told: @escaping @Sendable () -> Void = {}
    ) {
        self.database = database
        self.gate = gate
        self.clock = clock
        self.told = told
        let all = actions + [Self.changingRules]
        self.actions = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    }

    var now: Instant { clock.now }

    // MARK: Asking

    /// Whether an action is marked.
    package func isNeeded(_ action: String) async throws -> Bool {
        try await database.read { db in try ApprovalSQL(db: db).marked().contains(action) }
    }

    /// Asks for something; the very same that waits already is answered with.
    ///
    /// - Parameters:
    ///   - name: ``ApprovableAction/name``.
    ///   - parameters: Exactly what is to be done.
    ///   - about: What the sentence about it names: short, and nothing that must not be read by whoever may agree.
    ///   - customer: Whom it concerns: with their key it is sealed.
    ///   - agent: Who asks.
    ///   - actor: The same with where the request came from, for the audit trail.
    /// - Returns: The request as whoever asked sees it.
    /// - Throws: ``ApprovalError/tooManyWaiting``, and what makes it impossible already.
    package func ask(
        _ name: String,
        _ parameters: some Codable & Sendable,
        about: [String: String],
        concerning customer: ID<Customer>? = nil,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> ApprovalView {
        guard let action = actions[name] else { throw ApprovalError.actionUnknown(name) }
        let text = String(decoding: try WireJSON.encode(parameters), as: UTF8.self)
        let hash = Self.hash(name, text)
        let now = now
        return try await database.write { db in
            let sql = ApprovalSQL(db: db)
            if let known = try sql.waiting(hash, of: agent.id, at: now) {
                return try Self.view(known, for: agent, at: now, actions, in: db)
            }
            guard try sql.countWaiting(of: agent.id, at: now) < ApprovalError.mostWaiting else {
                throw ApprovalError.tooManyWaiting
            }
            let approval = Approval(
                id: ID(at: now),
                action: name,
                requester: agent.id,
                customer: customer,
                hash: hash,
                standing: Self.digest(try action.standsOn(text, db)),
                createdAt: now,
                expiresAt: now + Approval.life,
                status: .waiting,
                note: ""
            )
            try sql.insert(approval, parameters: text, about: about)
            try Self.record(.approvalAsked, approval, by: actor, at: now, in: db)
            db.afterCommit { [told] in told() }
            let kept = ApprovalSQL.Kept(approval: approval, parameters: text, about: about)
            return try Self.view(kept, for: agent, at: now, actions, in: db)
        }
    }

    static func hash(_ action: String, _ parameters: String) -> [UInt8] {
        digest("switchboard.approval.v1\n\(action)\n\(parameters)")
    }

    static func digest(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    static func record(
        _ action: AuditAction,
        _ approval: Approval,
        _ more: [String: String] = [:],
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        var details = ["action": approval.action, "hash": approval.hash.hexadecimal]
        if let customer = approval.customer { details["customer"] = customer.description }
        details.merge(more) { first, _ in first }
        let deed = Deed(action, by: actor, on: AuditSubject("approval", approval.id), details)
        try AuditTrail.record(deed, at: now, in: db)
    }

    func checked(_ note: String) throws(ApprovalError) -> String {
        guard note.count <= Approval.longestNote else { throw .noteTooLong }
        return String(gate.mask(note.trimmed).text.prefix(Approval.longestNote))
    }

    /// Notes what nobody decided in time.
    package func expire() async throws {
        let now = now
        let count = try await database.write { db in try ApprovalSQL(db: db).expire(at: now) }
        if count > 0 { told() }
    }
}
