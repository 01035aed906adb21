package import Base
import People

/// Tells what is ours from what only looks like it.
///
/// Pure: nothing is looked up, opened or asked. Whatever is not written exactly like a channel of the register, or is
/// not known to lead there, is not official: an error in that direction costs a careful answer, the other one an
/// account.
package struct ChannelVerifier: Sendable {
    private let domains: [(host: HostName, channel: OfficialChannel)]
    private let pages: [String: OfficialChannel]
    let senders: [(sender: EmailSender, channel: OfficialChannel)]
    let phones: [OfficialChannel]
    let accounts: [OfficialAccount]
    let apps: [OfficialAccount]
    let names: [OfficialName]

    package init(_ channels: [OfficialChannel]) {
        func all(_ kind: OfficialChannel.Kind) -> [OfficialChannel] {
            channels.filter { $0.draft.kind == kind }
        }
        // The narrower first: of two that hold a host it is the nearer that speaks for it.
        domains = all(.domain).compactMap { channel in HostName(channel.draft.value).map { ($0, channel) } }
            .sorted { $0.0.labels.count > $1.0.labels.count }
        pages = Dictionary(
            all(.page).map { (String($0.draft.value.dropFirst("https://".count)), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        senders = all(.email).compactMap { channel in EmailSender(channel.draft.value).map { ($0, channel) } }
        phones = all(.phone)
        accounts = all(.social).map(OfficialAccount.init)
        apps = all(.app).map(OfficialAccount.init)
        names =
            domains.map { OfficialName($0.channel, host: $0.host) }
            + senders.map { OfficialName($0.channel, host: $0.sender.host) }
    }

    /// Judges what somebody pasted.
    ///
    /// - Parameters:
    ///   - value: What they pasted.
    ///   - isActiveBadge: Whether the badge in it, if there is one, is that of somebody who works here.
    ///   - fakes: The keys of the blocklist, or those of them that ``PastedValue/lookups`` names.
    ///   - now: Channels count at a moment.
    /// - Returns: What is known of it.
    package func verify(
        _ value: PastedValue,
        isActiveBadge: Bool = false,
        fakes: Set<String> = [],
        at now: Instant
    ) -> Verification {
        let found = judge(value.content, isActiveBadge, fakes, now)
        switch found.kind {
        case .link, .email, .handle, .app, .text:
            // Nobody writes an address of ours with characters that nobody sees.
            return value.hasHidden && found.verdict != .unknown ? found.because(of: .hiddenCharacters) : found
        case .phone, .badge, .challenge: return found
        }
    }

    /// Judges one thing.
    func verify(_ content: PastedValue.Content, fakes: Set<String> = [], at now: Instant) -> Verification {
        judge(content, false, fakes, now)
    }

    /// Whether a host is of a domain of ours that counts, or will.
    func isOurs(_ host: HostName) -> Bool { domain(of: host) != nil }

    /// What the register says, and of what it does not vouch for whether it was reported before.
    private func judge(
        _ content: PastedValue.Content,
        _ isActiveBadge: Bool,
        _ fakes: Set<String>,
        _ now: Instant
    ) -> Verification {
        let found = registered(content, isActiveBadge, fakes, now)
        guard !fakes.isEmpty, found.verdict != .official,
            FakeMark.lookups(for: content).contains(where: fakes.contains)
        else { return found }
        return found.reported
    }

    private func registered(
        _ content: PastedValue.Content,
        _ isActiveBadge: Bool,
        _ fakes: Set<String>,
        _ now: Instant
    ) -> Verification {
        switch content {
        case .link(let address): return link(address, now)
        case .email(let address): return email(address, now)
        case .phone(let number): return phone(number, now)
        case .handle(let platform, let name): return account(name, on: platform, now)
        case .badge(let badge, let number):
            if isActiveBadge { return Verification(.badge, .activeBadge, matched: badge.rawValue) }
            let asNumber = number.map { phone($0, now) }
            return asNumber?.channel == nil
                ? Verification(.badge, .unlistedBadge, subject: badge.rawValue)
                : asNumber ?? Verification(.badge, .unlistedBadge)
        case .malformed(let text):
            let isOurName = names.contains { isCurrent($0.channel, now) && $0.isNamed(in: text) }
            return Verification(.link, isOurName ? .unusualAddress : .malformed)
        case .parts(let parts):
            let judged = parts.map { judge($0, false, fakes, now) }
            if let fake = judged.first(where: { $0.verdict == .impersonation }) { return fake }
            return Verification(
                .text,
                judged.isEmpty ? .notListed : .severalThings,
                channel: judged.first?.channel
            )
        }
    }

    // MARK: Links

    private func link(_ address: WebAddress, _ now: Instant) -> Verification {
        let subject = Self.shown(address.host)
        if let entry = domains.first(where: { address.host.isWithin($0.host) }) {
            return Verification(.link, ours(address, entry, now), subject: subject, channel: entry.channel)
        }
        if let channel = page(address) {
            return Verification(
                .link,
                timely(channel, now) ?? .exactMatch,
                subject: subject,
                channel: channel
            )
        }
        if let store = AppStore(host: address.host) { return app(address, in: store, now) }
        if let platform = SocialPlatform(host: address.host) { return profile(address, on: platform, now) }
        let current = names.filter { isCurrent($0.channel, now) }
        if let userInfo = address.userInfo, let name = current.first(where: { $0.isNamed(in: userInfo) }) {
            return Verification(.link, .nameBeforeAt, subject: subject, channel: name.channel)
        }
        if let (reason, channel) = imitation(by: address.host, now) {
            return Verification(.link, reason, subject: subject, channel: channel)
        }
        return Verification(.link, .notListed, subject: subject)
    }

    private func ours(
        _ address: WebAddress,
        _ entry: (host: HostName, channel: OfficialChannel),
        _ now: Instant
    ) -> Verification.Reason {
        if let reason = timely(entry.channel, now) { return reason }
        guard address.userInfo == nil, address.port == nil, address.host.isSound else {
            return .unusualAddress
        }
        if showsVisitors(address, entry.channel) { return .userContent }
        let leadsAway = address.mayLeadAway { host in
            domains.contains { host.isWithin($0.host) && timely($0.channel, now) == nil }
        }
        if leadsAway { return .redirector }
        return address.host == entry.host ? .exactMatch : .subdomain
    }

    private func showsVisitors(_ address: WebAddress, _ channel: OfficialChannel) -> Bool {
        let segments = address.segments
        // Such names of visitors are usual everywhere.
        if let first = segments.first, first.hasPrefix("~") || first.hasPrefix("@") { return true }
        return (channel.draft.userContent ?? []).contains { place in
            guard place.hasPrefix("/") else { return HostName(place).map(address.host.isWithin) ?? false }
            let steps = place.split(separator: "/").map(String.init)
            // Anywhere, not only in front: a language often stands before it.
            return segments.indices.contains { segments[$0...].starts(with: steps) }
        }
    }

    private func page(_ address: WebAddress) -> OfficialChannel? {
        guard address.userInfo == nil, address.port == nil, let page = OfficialPage(address) else {
            return nil
        }
        return pages[page.key]
    }

    // MARK: What all share

    /// Why a channel does not count at a moment; nil when it does.
    func timely(_ channel: OfficialChannel, _ now: Instant) -> Verification.Reason? {
        switch channel.validity(at: now) {
        case .valid: nil
        case .notYet: .notYetValid
        case .expired: .expired
        }
    }

    /// Whether a channel is worth imitating.
    func isCurrent(_ channel: OfficialChannel, _ now: Instant) -> Bool {
        channel.validity(at: now) != .expired
    }

    /// The domain of ours that a host is in.
    func domain(of host: HostName) -> OfficialChannel? {
        domains.first { host.isWithin($0.host) }?.channel
    }

    func imitation(by host: HostName, _ now: Instant) -> (Verification.Reason, OfficialChannel)? {
        for name in names where isCurrent(name.channel, now) {
            if let reason = name.imitation(by: host) { return (reason, name.channel) }
        }
        return nil
    }

    /// A host as it is, and beside it as it goes over the wire where that is something else.
    static func shown(_ host: HostName) -> String {
        host.readable == host.ascii ? host.ascii : "\(host.readable) (\(host.ascii))"
    }
}
