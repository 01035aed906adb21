import Storage

/// What somebody at the desk is there for.
package enum Role: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    case agent, supervisor, editor, admin, auditor

    /// Everything the role may do; what is not here is denied.
    package var permissions: Set<Permission> {
        switch self {
        case .agent:
            [
                .conversationsRead, .conversationsAnswer, .contactReveal, .macrosUse, .presenceSet,
                .approvalsSee, .articlesPropose,
            ]
        case .supervisor:
            Self.agent.permissions.union([
                .conversationsSupervise, .listeningRead, .routingManage, .macrosEdit, .templatesEdit,
                .phishingReportsDecide, .revealsRead, .announcementsEdit,
            ])
        case .editor: [.articlesPropose, .articlesEdit, .announcementsEdit, .approvalsSee]
        case .admin: Set(Permission.allCases)
        case .auditor: [.conversationsRead, .listeningRead, .revealsRead, .auditRead, .approvalsSee]
        }
    }
}

/// One thing that a route can demand.
package enum Permission: String, Sendable, Hashable, CaseIterable {
    case conversationsRead, conversationsAnswer
    /// Watching the board, listening without being seen, and speaking to an agent unheard by the customer.
    case conversationsSupervise
    /// Reading who has listened without being seen.
    case listeningRead
    /// Seeing a customer's e-mail address, phone number or document as it is, for a reason.
    case contactReveal
    /// Reading who has seen such a thing, and why.
    case revealsRead
    /// Queues, teams, and what agents can do.
    case routingManage
    case macrosUse, presenceSet, agentsManage
    /// Reading everything that is written for the help centre, writing drafts, and asking for them to be published.
    case articlesPropose
    /// Deciding what readers of the help centre see: publishing, archiving, moving, who may read.
    case articlesEdit
    /// Telling everybody: incidents, maintenance, news. For supervisors too, who are there when something breaks.
    case announcementsEdit
    /// Macros and filters that everybody has.
    case macrosEdit
    /// The words of what the system says to customers.
    case templatesEdit
    case fieldsManage
    /// Reading who saw and did what.
    case auditRead
    /// What customers are told is official. Not for supervisors: who may change it decides whom customers trust.
    case officialChannelsManage
    /// Deciding what customers were sent in our name is a fake, and warning everybody.
    case phishingReportsDecide
    /// Which programs of others are told what happens here.
    case webhooksManage
    /// From where people sign in, and with what.
    case signInManage
    /// Giving out everything that is kept of a customer, and erasing it.
    case privacyManage
    /// Seeing what waits for a second person: one's own, and what one may agree to.
    case approvalsSee
    /// Saying what needs a second person.
    case approvalsManage
    /// What every signed-in agent may do, also one who must set up a second factor first: see to their own sessions,
    /// password and second factor.
    case ownSession

    /// Whether a role has it.
    package func isGranted(to role: Role) -> Bool {
        self == .ownSession || role.permissions.contains(self)
    }
}
