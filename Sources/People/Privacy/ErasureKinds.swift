import Base
import Storage

/// What a report of an erasure counts; the codes are part of the API, and stay in the reports that are kept.
extension Erasure {
    package enum Erased: String, Sendable, Hashable, CaseIterable {
        case profiles, sessions
        case profileChanges = "profile_changes"
        case conversations, messages, notes, drafts, fields, visits, files
        case assistantMemories = "assistant_memories"
        case antiPhishingCodes = "anti_phishing_codes"
        case verifications, challenges
        case reportComments = "report_comments"
        case articleComments = "article_comments"
        case announcementSubscriptions = "announcement_subscriptions"
    }

    package enum Kept: String, Sendable, Hashable, CaseIterable {
        case customerNumbers = "customer_numbers"
        case conversationFacts = "conversation_facts"
        case phishingReports = "phishing_reports"
        case articleVotes = "article_votes"
        case contactReveals = "contact_reveals"
        case auditEntries = "audit_entries"

        package var reason: KeptReason {
            switch self {
            case .customerNumbers: .namedElsewhere
            case .conversationFacts: .figuresStayTrue
            case .phishingReports: .warnsOthers
            case .articleVotes: .nobodys
            case .contactReveals, .auditEntries: .provesDeeds
            }
        }
    }

    /// Why something stays when its owner is erased.
    package enum KeptReason: String, Sendable, Hashable, Codable, CaseIterable {
        /// Others' rows stand on the number, which leads to nobody any more.
        case namedElsewhere = "named_elsewhere"
        /// What the desk did is counted, not what was said.
        case figuresStayTrue = "figures_stay_true"
        /// A fake is a fake for everybody else as well.
        case warnsOthers = "warns_others"
        /// Nothing leads from it to anybody.
        case nobodys
        /// Who saw and did what must stay provable.
        case provesDeeds = "proves_deeds"
    }
}

/// What the audit trail has of a customer: it stays, and is counted.
///
/// It holds who did what, by numbers. It is given out to nobody: what was seen of somebody is told by
/// ``RevealRecords``, the rest is the desk's work.
struct AuditedDeeds: PersonalRecords {
    func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {}

    func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        let count = try AuditTrail.count(about: subject.ids.map(\.description), in: db)
        return ErasureStep(kept: [.auditEntries: count], isDone: true)
    }
}
