import Base
import Foundation
import People
import Web

/// Where somebody pastes what they were sent, and reads whether it is ours.
struct VerifyPage: Page {
    static let template = "Trust/Verification/verify"
    static let styles = ["Trust/Verification/verify.css"]
    static let scripts = ["Trust/Verification/verify.js", "Trust/Verification/verify-picture.js"]
    static let scriptStrings = ["problem.", "proof.", "verify.picture."]

    struct Channel: Codable, Sendable, Hashable {
        let value: String
        /// The platform, the label and the region, as far as they are known.
        let detail: String
        let hasDetail: Bool
    }

    struct Group: Codable, Sendable, Hashable {
        let id: String
        let name: String
        let icon: String
        let channels: [Channel]
    }

    let title: String
    let value: String
    let longest: Int
    let longestComment: Int
    let hasProblem: Bool
    let problem: String
    let hasResult: Bool
    let result: VerifyResult?
    let hasGroups: Bool
    let groups: [Group]

    init(
        _ found: Verification?,
        value: String,
        isReported: Bool = false,
        problem: Problem?,
        channels: [OfficialChannel],
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        self.title = localisation.text("verify.title", in: locale)
        self.value = value
        self.longest = PastedValue.longest
        self.longestComment = PhishingReport.longestComment
        self.hasProblem = problem != nil
        self.problem = problem.map { localisation.text("problem.\($0.code)", in: locale) } ?? ""
        self.result = found.map { VerifyResult($0, isReported: isReported, localisation, locale) }
        self.hasResult = found != nil
        self.groups = OfficialChannel.Kind.allCases.compactMap { kind in
            let ofKind = channels.filter { $0.draft.kind == kind }
            guard !ofKind.isEmpty else { return nil }
            return Group(
                id: kind.rawValue,
                name: localisation.text("verify.kind.\(kind.rawValue)", in: locale),
                icon: Self.icon(of: kind),
                channels: Self.listed(ofKind, localisation, locale)
            )
        }
        self.hasGroups = !groups.isEmpty
    }

    /// Those for everywhere first, then by region.
    private static func listed(
        _ channels: [OfficialChannel],
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) -> [Channel] {
        let regions = Locale(identifier: locale.rawValue)
        func region(_ channel: OfficialChannel) -> String? {
            channel.draft.region.map { regions.localizedString(forRegionCode: $0) ?? $0 }
        }
        let sorted = channels.sorted {
            ($0.draft.region ?? "", $0.draft.platform ?? "", $0.draft.value)
                < ($1.draft.region ?? "", $1.draft.platform ?? "", $1.draft.value)
        }
        return sorted.map { channel in
            let isForAll = channel.draft.kind == .email && channel.draft.value.hasPrefix("@")
            let parts = [
                channel.platformName, channel.label(in: locale), region(channel),
                isForAll ? localisation.text("verify.all_senders", in: locale) : nil,
            ]
            let detail = parts.compactMap(\.self).joined(separator: " · ")
            return Channel(value: channel.readable, detail: detail, hasDetail: !detail.isEmpty)
        }
    }

    private static func icon(of kind: OfficialChannel.Kind) -> String {
        switch kind {
        case .domain: "globe"
        case .page: "link"
        case .email: "mail"
        case .phone: "phone"
        case .social: "users"
        case .app: "device"
        }
    }
}

/// The verdict as the page shows it.
struct VerifyResult: Codable, Sendable, Hashable {
    struct Fact: Codable, Sendable, Hashable {
        let name: String
        let value: String
    }

    let verdict: String
    let icon: String
    let title: String
    let explanation: String
    let hasFacts: Bool
    let facts: [Fact]
    let steps: [String]
    let isOfficial: Bool
    let isImpersonation: Bool
    /// Whether it was reported just now.
    let isReported: Bool
    /// Whether there is something in it that can be reported.
    let isReportable: Bool
    /// Whether others reported it before, besides what else is known of it.
    let isKnownFake: Bool

    init(
        _ found: Verification,
        isReported: Bool = false,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        self.verdict = found.verdict.rawValue
        self.icon =
            switch found.verdict {
            case .official: "shield-check"
            case .impersonation: "warning"
            case .unknown: "question"
            }
        self.title = localisation.text("verify.verdict.\(found.verdict.rawValue)", in: locale)
        self.explanation = Self.explanation(of: found, localisation, locale)
        self.isOfficial = found.verdict == .official
        self.isImpersonation = found.verdict == .impersonation
        self.isReported = isReported
        self.isReportable = !isReported && found.isReportable
        self.isKnownFake = found.wasReported && found.reason != .reportedBefore
        var facts = Self.facts(of: found.challenge, localisation, locale)
        if let subject = found.subject {
            facts.append(Fact(name: localisation.text("verify.fact.checked", in: locale), value: subject))
        }
        if let matched = Self.matched(found), found.verdict != .unknown, found.challenge == nil {
            let name = localisation.text("verify.fact.\(found.verdict.rawValue)", in: locale)
            let label = found.channel?.label(in: locale).map { " · \($0)" } ?? ""
            facts.append(Fact(name: name, value: matched + label))
        }
        self.facts = facts
        self.hasFacts = !facts.isEmpty
        switch found.verdict {
        case .official:
            self.steps = [
                localisation.text("verify.caution.\(found.kind.rawValue)", in: locale),
                localisation.text("verify.never", in: locale),
            ]
        case .impersonation, .unknown:
            let verdict = found.verdict.rawValue
            self.steps = [
                localisation.text("verify.step.\(verdict).1", in: locale),
                localisation.text("verify.step.\(verdict).2", in: locale),
                localisation.text("verify.step.\(verdict).3", in: locale),
            ]
        }
    }

    /// Whom a challenge is about, where and when: what the customer compares with their chat.
    private static func facts(
        of challenge: BadgeChallenge.Answer?,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) -> [Fact] {
        guard let challenge else { return [] }
        let badge = ["name": challenge.agentName, "badge": challenge.badge.rawValue]
        return [
            Fact(
                name: localisation.text("verify.fact.agent", in: locale),
                value: localisation.text("verify.fact.agent_value", in: locale, badge)
            ),
            Fact(
                name: localisation.text("verify.fact.conversation", in: locale),
                value: challenge.reference
            ),
            Fact(
                name: localisation.text("verify.fact.asked_at", in: locale),
                value: challenge.askedAt.text(in: locale)
            ),
        ]
    }

    /// What the reason means, in a sentence or two.
    static func explanation(
        of found: Verification,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) -> String {
        var values = ["matched": matched(found) ?? "", "subject": found.subject ?? ""]
        if let challenge = found.challenge {
            values["name"] = challenge.agentName
            if case .usedBefore(let moment) = challenge.outcome { values["time"] = moment.text(in: locale) }
        }
        return localisation.text("verify.reason.\(found.reason.rawValue)", in: locale, values)
    }

    /// The channel, with its platform where it has one.
    private static func matched(_ found: Verification) -> String? {
        guard let platform = found.channel?.platformName else { return found.matched }
        return found.matched.map { "\(platform): \($0)" }
    }
}
