/// What was seen or done, as a stable code.
///
/// A code that was written once is never renamed: it is hashed, and others' programs look for it.
package enum AuditAction: String, Sendable, Hashable, CaseIterable {
    case agentSignedIn = "agent.signed_in"
    case agentSignInFailed = "agent.sign_in_failed"
    case agentSignedOut = "agent.signed_out"
    case agentCreated = "agent.created"
    /// Switched off: they have left.
    case agentDeactivated = "agent.deactivated"
    case agentReactivated = "agent.reactivated"
    case agentPasswordChanged = "agent.password_changed"
    case agentSessionsEnded = "agent.sessions_ended"
    case secondFactorEnrolled = "second_factor.enrolled"
    case secondFactorReplaced = "second_factor.replaced"
    case secondFactorRemoved = "second_factor.removed"
    case passkeyAdded = "passkey.added"
    case passkeyRemoved = "passkey.removed"
    case recoveryCodeUsed = "recovery_code.used"
    case recoveryCodesRenewed = "recovery_code.renewed"
    /// Which roles must have a second factor, and from where the desk is reached.
    case signInPolicyChanged = "sign_in_policy.changed"
    /// Who the OpenID provider is, and what it may decide.
    case openIDProviderChanged = "openid_provider.changed"
    /// What a program of the company proves itself with that makes agents.
    case provisioningTokenCreated = "provisioning_token.created"
    case provisioningTokenRevoked = "provisioning_token.revoked"
    /// An agent was recognised by their e-mail address and is known to the provider from now on.
    case openIDLinked = "openid.linked"
    /// What they can do, how much they take, or their role.
    case agentChanged = "agent.changed"
    case conversationViewed = "conversation.viewed"
    case conversationListenedSilently = "conversation.listened_silently"
    case conversationReplied = "conversation.replied"
    /// Asked the customer for a secret or a transfer, and was not stored.
    case replyStopped = "conversation.reply_stopped"
    /// Given to somebody, passed on or given back.
    case conversationPassed = "conversation.passed"
    /// Taken by somebody from somebody else.
    case conversationTakenOver = "conversation.taken_over"
    /// Resolved, closed, merged, split, linked, or what the desk's actions do, alone and to many at once.
    case conversationChanged = "conversation.changed"
    case customerDetailsViewed = "customer.details_viewed"
    /// Everything that is kept of a customer was given out to an agent.
    case customerDataExported = "customer.data_exported"
    case customerErasureAsked = "customer.erasure_asked"
    case customerErased = "customer.erased"
    /// What was kept for as long as the settings say is gone.
    case retentionApplied = "retention.applied"
    /// An e-mail address, phone number or document was shown as it is.
    case contactRevealed = "customer.contact_revealed"
    case attachmentOpened = "attachment.opened"
    case templateChanged = "template.changed"
    /// A macro that everybody has, and says to customers.
    case macroChanged = "macro.changed"
    /// Readers of the help centre see a text from now on, from its time on, or no longer.
    case articlePublished = "article.published"
    case articleScheduled = "article.scheduled"
    case articleArchived = "article.archived"
    /// Who may read it, its address or its place.
    case articleChanged = "article.changed"
    /// A text that articles share: what readers of all of them see.
    case snippetChanged = "snippet.changed"
    case snippetRemoved = "snippet.removed"
    /// A video with its captions and chapters: what everybody sees who sees an article that shows it.
    case videoChanged = "video.changed"
    case videoRemoved = "video.removed"
    /// A picture: what everybody sees who sees an article that shows it.
    case pictureChanged = "picture.changed"
    case pictureRemoved = "picture.removed"
    /// A version of the API documents, with its description.
    case apiVersionPublished = "api_version.published"
    case apiVersionRemoved = "api_version.removed"
    /// Everybody is told something from now on, from its time on, or no longer.
    case announcementPublished = "announcement.published"
    case announcementScheduled = "announcement.scheduled"
    case announcementWithdrawn = "announcement.withdrawn"
    /// What readers see of it, or that its time was taken back.
    case announcementChanged = "announcement.changed"
    /// It was said how it goes on.
    case announcementUpdated = "announcement.updated"
    /// Which program of others is told what is announced: added, changed, deleted, or given up by itself.
    case webhookChanged = "webhook.changed"
    case routingChanged = "routing.changed"
    /// A field that the installation has of its own.
    case fieldChanged = "field.changed"
    /// In the register of what customers are told is official.
    case officialChannelChanged = "channel.changed"
    /// What is sealed in the database was brought under another key.
    case keysRotated = "keys.rotated"
    /// A customer was asked to prove who they are, and what became of it.
    case verificationAsked = "verification.asked"
    case verificationPassed = "verification.passed"
    case verificationFailed = "verification.failed"
    case verificationTakenBack = "verification.taken_back"
    /// What needs a verified customer.
    case verificationRulesChanged = "verification_rules.changed"
    /// A fake that was reported is one, or is none after all.
    case phishingReportDecided = "phishing_report.decided"
    /// Everybody is warned of it, or not any more.
    case phishingWarningChanged = "phishing_report.warning_changed"
    /// Something that needs a second person was asked for, and what became of it.
    case approvalAsked = "approval.asked"
    case approvalGiven = "approval.given"
    case approvalRefused = "approval.refused"
    case approvalWithdrawn = "approval.withdrawn"
    /// Somebody agreed, and it could not be done any more as it was asked for.
    case approvalOvertaken = "approval.overtaken"
    /// Which actions need a second person.
    case approvalRulesChanged = "approval_rules.changed"
    case auditRead = "audit.read"
    case auditVerified = "audit.verified"
    case auditExported = "audit.exported"

    /// What it is called in an export for other programs, in English.
    package var title: String {
        switch self {
        case .agentSignedIn: "Agent signed in"
        case .agentSignInFailed: "Sign-in failed"
        case .agentSignedOut: "Agent signed out"
        case .agentCreated: "Agent created"
        case .agentDeactivated: "Agent switched off"
        case .agentReactivated: "Agent switched on"
        case .agentPasswordChanged: "Agent's password changed"
        case .agentSessionsEnded: "Agent's sessions ended"
        case .secondFactorEnrolled: "Second factor set up"
        case .secondFactorReplaced: "Second factor replaced"
        case .secondFactorRemoved: "Second factor removed"
        case .passkeyAdded: "Passkey added"
        case .passkeyRemoved: "Passkey removed"
        case .recoveryCodeUsed: "Recovery code used"
        case .recoveryCodesRenewed: "Recovery codes renewed"
        case .signInPolicyChanged: "Sign-in policy changed"
        case .openIDProviderChanged: "OpenID provider changed"
        case .provisioningTokenCreated: "Provisioning token created"
        case .provisioningTokenRevoked: "Provisioning token revoked"
        case .openIDLinked: "OpenID account linked"
        case .agentChanged: "Agent changed"
        case .conversationViewed: "Conversation viewed"
        case .conversationListenedSilently: "Conversation listened to silently"
        case .conversationReplied: "Conversation replied to"
        case .replyStopped: "Reply stopped"
        case .conversationPassed: "Conversation passed on"
        case .conversationTakenOver: "Conversation taken over"
        case .conversationChanged: "Conversation changed"
        case .customerDetailsViewed: "Customer details viewed"
        case .customerDataExported: "Customer's data exported"
        case .customerErasureAsked: "Customer's erasure asked for"
        case .customerErased: "Customer's data erased"
        case .retentionApplied: "Retention applied"
        case .contactRevealed: "Contact data revealed"
        case .attachmentOpened: "Attachment opened"
        case .templateChanged: "Message template changed"
        case .macroChanged: "Shared macro changed"
        case .articlePublished: "Article published"
        case .articleScheduled: "Article scheduled"
        case .articleArchived: "Article archived"
        case .articleChanged: "Article changed"
        case .snippetChanged: "Snippet changed"
        case .snippetRemoved: "Snippet removed"
        case .videoChanged: "Video changed"
        case .videoRemoved: "Video removed"
        case .pictureChanged: "Picture changed"
        case .pictureRemoved: "Picture removed"
        case .apiVersionPublished: "API version published"
        case .apiVersionRemoved: "API version removed"
        case .announcementPublished: "Announcement published"
        case .announcementScheduled: "Announcement scheduled"
        case .announcementWithdrawn: "Announcement withdrawn"
        case .announcementChanged: "Announcement changed"
        case .announcementUpdated: "Announcement updated"
        case .webhookChanged: "Webhook changed"
        case .routingChanged: "Routing changed"
        case .fieldChanged: "Custom field changed"
        case .officialChannelChanged: "Official channel changed"
        case .keysRotated: "Encryption keys rotated"
        case .verificationAsked: "Verification asked for"
        case .verificationPassed: "Verification passed"
        case .verificationFailed: "Verification failed"
        case .verificationTakenBack: "Verification taken back"
        case .verificationRulesChanged: "Verification rules changed"
        case .phishingReportDecided: "Phishing report decided"
        case .phishingWarningChanged: "Phishing warning changed"
        case .approvalAsked: "Approval asked for"
        case .approvalGiven: "Approval given"
        case .approvalRefused: "Approval refused"
        case .approvalWithdrawn: "Request for approval withdrawn"
        case .approvalOvertaken: "Approved action overtaken"
        case .approvalRulesChanged: "Approval rules changed"
        case .auditRead: "Audit trail read"
        case .auditVerified: "Audit trail verified"
        case .auditExported: "Audit trail exported"
        }
    }

    /// How much it matters to who watches over the desk: 0 (nothing) to 10, as the Common Event Format counts.
    package var severity: Int {
        switch self {
        case .replyStopped: 8
        case .agentSignInFailed, .officialChannelChanged, .verificationFailed, .phishingWarningChanged,
            .secondFactorRemoved, .recoveryCodeUsed, .signInPolicyChanged, .customerDataExported,
            .customerErasureAsked, .openIDProviderChanged, .provisioningTokenCreated,
            .webhookChanged, .contactRevealed, .approvalRulesChanged, .verificationRulesChanged,
            .approvalGiven:
            6
        case .agentCreated, .agentPasswordChanged, .agentSessionsEnded, .secondFactorEnrolled,
            .secondFactorReplaced, .recoveryCodesRenewed, .passkeyAdded, .passkeyRemoved,
            .agentChanged, .openIDLinked, .agentDeactivated, .agentReactivated,
            .provisioningTokenRevoked, .templateChanged, .macroChanged, .articlePublished, .articleArchived,
            .articleChanged, .snippetChanged, .snippetRemoved, .videoChanged, .videoRemoved, .pictureChanged,
            .pictureRemoved, .apiVersionPublished, .apiVersionRemoved,
            .announcementPublished, .announcementWithdrawn,
            .announcementChanged, .routingChanged, .fieldChanged,
            .keysRotated, .phishingReportDecided, .approvalAsked, .approvalRefused,
            .approvalOvertaken:
            5
        case .conversationListenedSilently, .conversationTakenOver, .auditExported, .articleScheduled,
            .announcementScheduled, .announcementUpdated:
            4
        case .agentSignedIn, .agentSignedOut, .conversationViewed, .conversationReplied, .conversationPassed,
            .conversationChanged, .verificationAsked, .verificationPassed, .verificationTakenBack,
            .customerDetailsViewed, .attachmentOpened, .auditRead, .auditVerified, .customerErased,
            .retentionApplied, .approvalWithdrawn:
            3
        }
    }
}
