import Base
import Safeguard
import Storage

// Erasing, inside a transaction: at once, or when a second person agrees.
extension PersonalData {
    /// Erasing everything of a customer.
    package static let erasing = "privacy.erase"

    /// What is to be erased, and why.
    struct Wish: Codable, Sendable {
        let customer: ID<Customer>
        let reason: Erasure.Reason
        /// Hidden secrets already.
        let reference: String
    }

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.erasing,
            needs: .privacyManage,
            standsOn: { (wish: Wish, db) in
                let sql = CustomerSQL(db: db)
                guard try sql.subject(wish.customer)?.id == wish.customer else {
                    throw PrivacyError.customerNotFound
                }
                if let before = try sql.erasure(of: wish.customer) {
                    throw PrivacyError.alreadyErased(before)
                }
                return ""
            },
            carryOut: { wish, deed in
                _ = try begin(wish, by: deed.requester, as: deed.actor, at: deed.now, in: deed.db)
            }
        )
    }

    /// Checks what is asked for.
    ///
    /// Throws: ``PrivacyError``.
    func check(
        _ customer: ID<Customer>,
        confirmed: String,
        _ reason: Erasure.Reason,
        reference: String
    ) async throws -> Wish {
        guard reference.count <= Erasure.longestReference else { throw PrivacyError.invalidReference }
        let reference = gate.mask(reference).text
        let subject = try await subject(customer)
        guard confirmed == subject.id.description else { throw PrivacyError.notConfirmed }
        let id = subject.id
        _ = try await database.read { db in try check(.dataErasure, id, db) }
        return Wish(customer: subject.id, reason: reason, reference: reference)
    }

    func begin(
        _ wish: Wish,
        by agent: Agent,
        as actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws -> Erasure {
        let customers = CustomerSQL(db: db)
        // Of two who ask at once one waits here for the other.
        try customers.hold(wish.customer)
        if let before = try customers.erasure(of: wish.customer) { throw PrivacyError.alreadyErased(before) }
        guard let subject = try customers.subject(wish.customer) else { throw PrivacyError.customerNotFound }
        var erasure = Erasure(
            id: ID(at: now),
            customer: subject.id,
            reason: wish.reason,
            reference: wish.reference,
            requestedBy: agent.id,
            requestedAt: now
        )
        erasure.report.add(try customers.erase(subject, at: now))
        try ErasureSQL(db: db).insert(erasure)
        try jobs.enqueue(EraseCustomerJob(erasure: erasure.id), key: erasure.id.description, in: db)
        let deed = Deed(
            .customerErasureAsked,
            by: actor,
            on: AuditSubject("customer", subject.id),
            ["erasure": erasure.id.description, "reason": wish.reason.rawValue]
        )
        try AuditTrail.record(deed, at: now, in: db)
        return erasure
    }
}
