package import Base
package import People
package import Storage

/// The door to what agents see and do of an account only while its customer has proved who they are.
///
/// Nothing is marked until an admin does.
package struct VerificationRules: AccountGuard {
    /// Changing the marks is itself something that an admin can mark as needing a second person.
    package static let changing = "verification.rules"

    /// Which deeds are marked.
    package struct Marks: Sendable, Hashable, Codable {
        package var deeds: Set<AccountDeed>

        package init(_ deeds: Set<AccountDeed>) {
            self.deeds = deeds
        }

        /// Always in the same order, so that equal marks give equal bytes.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(AccountDeed.allCases.filter(deeds.contains), forKey: .deeds)
        }
    }

    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    // MARK: Passing

    package func standing(
        of deed: AccountDeed,
        on customer: Customer,
        in place: ID<ConversationPlace>?,
        _ db: Connection
    ) throws -> AccountStanding {
        // A guest has no account that somebody else could mean.
        guard customer.isVerified, try VerificationRuleSQL(db: db).isMarked(deed) else { return .open }
        let purposes = deed.purposes
        let sql = StepUpSQL(db: db)
        let now = clock.now
        // Where it is done in no conversation, any of theirs will do; else it must be that very one, for somebody else
        // may sit in another.
        let kept =
            if let place {
                try sql.all(in: place, limit: StepUps.longestList)
            } else if deed.isOfOneConversation {
                [] as [StepUpSQL.Kept]
            } else {
                try sql.verified(of: customer.id, at: now, limit: StepUps.longestList)
            }
        let proof = kept.first { kept in
            kept.stepUp.customer == customer.id && purposes.contains(kept.stepUp.purpose)
                && kept.stepUp.standing(at: now, for: kept.code.identity(of: customer)) == .verified
        }
        guard let proof else { return .unproved(purposes: purposes.map(\.rawValue)) }
        return .proved(by: proof.stepUp.id.description)
    }

    // MARK: Marking

    package func marks() async throws -> Marks {
        Marks(try await database.read { db in try VerificationRuleSQL(db: db).marked() })
    }

    package func set(_ marks: Marks, by agent: Agent, as actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in try Self.write(marks, by: agent.id, as: actor, at: now, in: db) }
    }

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.changing,
            needs: .approvalsManage,
            standsOn: { (_: Marks, db) in
                try VerificationRuleSQL(db: db).marked().map(\.rawValue).sorted().joined(separator: " ")
            },
            carryOut: { marks, deed in
                try Self.write(marks, by: deed.requester.id, as: deed.actor, at: deed.now, in: deed.db)
            }
        )
    }

    private static func write(
        _ marks: Marks,
        by agent: ID<Agent>,
        as actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        try VerificationRuleSQL(db: db).setMarked(marks.deeds, by: agent, at: now)
        let details = ["deeds": marks.deeds.map(\.rawValue).sorted().joined(separator: " ")]
        let about = AuditSubject("verification_rules")
        let deed = Deed(.verificationRulesChanged, by: actor, on: about, details)
        try AuditTrail.record(deed, at: now, in: db)
    }
}

extension AccountDeed {
    /// For what a customer must be verified, the best first.
    var purposes: [StepUp.Purpose] {
        switch self {
        // Whoever may withdraw or change the locks may hear what is in it.
        case .accountView: [.accountAccess, .withdrawals, .securitySettings, .personalDetails]
        case .contactReveal: [.personalDetails, .securitySettings]
        case .dataExport, .dataErasure: [.personalDetails]
        }
    }

    /// Whether it is done for the customer of one conversation, which must be named.
    var isOfOneConversation: Bool {
        switch self {
        case .accountView, .contactReveal: true
        case .dataExport, .dataErasure: false
        }
    }
}
