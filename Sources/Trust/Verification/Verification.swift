import People

/// What is known of something that somebody was sent.
package struct Verification: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable, CaseIterable, Codable {
        /// It is ours.
        case official
        /// It is dressed up as ours and is not.
        case impersonation
        /// Neither can be said.
        case unknown
    }

    /// What it was taken for.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case link, email, phone, handle, app, badge, challenge, text
    }

    /// Why; the codes are stable, and each has its words in the strings files.
    package enum Reason: String, Sendable, Hashable, CaseIterable, Codable {
        case exactMatch = "exact_match"
        /// A name under an official domain.
        case subdomain
        /// Every sender of its domain is official.
        case senderDomain = "sender_domain"
        case activeBadge = "active_badge"
        /// The code of a customer's challenge, in time and for the first time.
        case challengeConfirmed = "challenge_confirmed"

        /// Letters of other scripts, or several that look like one.
        case lookalikeCharacters = "lookalike_characters"
        /// Characters that nobody sees, or that turn the direction of reading.
        case hiddenCharacters = "hidden_characters"
        case digitsForLetters = "digits_for_letters"
        case misspelling
        case addedWords = "added_words"
        /// The same name with another ending.
        case otherEnding = "other_ending"
        /// The official name as a sub-domain of somebody else's.
        case nameInSubdomain = "name_in_subdomain"
        /// The official name before an `@`, where it means nothing.
        case nameBeforeAt = "name_before_at"
        /// The official name before the `@` of somebody else's mail.
        case nameInAddress = "name_in_address"
        /// An official sender with something after a plus sign: nothing is sent from there.
        case plusAddress = "plus_address"
        case displayName = "display_name"
        /// Our name where we have no account or app.
        case unlistedAccount = "unlisted_account"
        case otherCountryCode = "other_country_code"
        /// It only looks like nothing of ours, but others were sent it in our name.
        case reportedBefore = "reported_before"

        /// An address of ours that may lead on to somebody else's page.
        case redirector
        /// A place of ours that shows what visitors wrote.
        case userContent = "user_content"
        /// A host of ours with a port, a user or characters that our links do not have.
        case unusualAddress = "unusual_address"
        case expired
        case notYetValid = "not_yet_valid"
        case unlistedSender = "unlisted_sender"
        /// A name that is ours somewhere; it was not said where it was seen.
        case whichPlatform = "which_platform"
        case countryCodeMissing = "country_code_missing"
        /// Something that an account shows, which may be somebody else's.
        case notProfile = "not_profile"
        case unlistedBadge = "unlisted_badge"
        case challengeUsed = "challenge_used"
        case challengeExpired = "challenge_expired"
        /// A code of a conversation that is not the asker's.
        case challengeOfAnother = "challenge_of_another"
        /// What looks like a code and is none that is remembered.
        case unlistedChallenge = "unlisted_challenge"
        case containsSecret = "contains_secret"
        /// More than one thing; a true address does not make the words around it true.
        case severalThings = "several_things"
        case malformed
        case notListed = "not_listed"

        package var verdict: Verdict {
            switch self {
            case .exactMatch, .subdomain, .senderDomain, .activeBadge, .challengeConfirmed: .official
            case .lookalikeCharacters, .hiddenCharacters, .digitsForLetters, .misspelling, .addedWords,
                .otherEnding,
                .nameInSubdomain, .nameBeforeAt, .nameInAddress, .plusAddress, .displayName, .unlistedAccount,
                .otherCountryCode, .reportedBefore:
                .impersonation
            case .redirector, .userContent, .unusualAddress, .expired, .notYetValid, .unlistedSender,
                .whichPlatform,
                .countryCodeMissing, .notProfile, .unlistedBadge, .challengeUsed, .challengeExpired,
                .challengeOfAnother, .unlistedChallenge, .containsSecret, .severalThings, .malformed,
                .notListed:
                .unknown
            }
        }
    }

    package let kind: Kind
    package let reason: Reason
    /// What it was found to be: the real host of a link, the number with its country; nil where nothing was read.
    package let subject: String?
    /// The channel that it is, was, or looks like.
    package let channel: OfficialChannel?
    /// The same as people read it; a badge's number as well.
    package let matched: String?
    /// What the code of a challenge says; nil for anything else.
    package let challenge: BadgeChallenge.Answer?
    /// Whether it is on the blocklist, whatever else is known of it.
    package let wasReported: Bool

    package var verdict: Verdict { reason.verdict }

    init(
        _ kind: Kind,
        _ reason: Reason,
        subject: String? = nil,
        channel: OfficialChannel? = nil,
        matched: String? = nil,
        challenge: BadgeChallenge.Answer? = nil,
        wasReported: Bool = false
    ) {
        self.kind = kind
        self.reason = reason
        self.subject = subject
        self.channel = channel
        self.matched = matched ?? channel?.readable
        self.challenge = challenge
        self.wasReported = wasReported
    }

    /// Whether whoever asked may want to report it: a secret, a code and words without a name are not reported.
    var isReportable: Bool {
        guard verdict != .official else { return false }
        switch kind {
        case .link, .email, .phone, .handle, .app, .badge: return reason != .malformed
        case .text: return reason == .severalThings
        case .challenge: return false
        }
    }

    /// What a challenge's code says; nothing of the conversation to whom it does not belong.
    init(_ answer: BadgeChallenge.Answer) {
        let reason: Reason =
            switch answer.outcome {
            case .confirmed: .challengeConfirmed
            case .usedBefore: .challengeUsed
            case .expired: .challengeExpired
            case .anothers: .challengeOfAnother
            case .agentLeft: .unlistedBadge
            }
        self.init(
            .challenge,
            reason,
            matched: reason == .challengeOfAnother ? nil : answer.badge.rawValue,
            challenge: reason == .challengeOfAnother ? nil : answer
        )
    }

    /// The same with another reason.
    func because(of reason: Reason) -> Self {
        Self(
            kind,
            reason,
            subject: subject,
            channel: channel,
            matched: matched,
            challenge: challenge,
            wasReported: wasReported
        )
    }

    /// The same as one that is on the blocklist; why it is a fake is told by itself where it shows.
    var reported: Self {
        let isFake = verdict == .impersonation
        return Self(
            kind,
            isFake ? reason : .reportedBefore,
            subject: subject,
            channel: isFake ? channel : nil,
            matched: isFake ? matched : nil,
            wasReported: true
        )
    }
}
