import Base

extension ChannelVerifier {
    // MARK: Accounts

    /// Judges an account.
    ///
    /// - `platform`: Where it was seen; nil when that was not said, and then it is never official: the same name can be
    ///   somebody else's there.
    func account(_ name: String, on platform: SocialPlatform?, _ now: Instant) -> Verification {
        let plain = SocialPlatform.plain(name)
        let subject = platform.map { "\($0.name): \(plain)" } ?? plain
        func answer(_ reason: Verification.Reason, _ channel: OfficialChannel? = nil) -> Verification {
            Verification(.handle, reason, subject: subject, channel: channel)
        }
        let same = accounts.map(\.channel).filter { $0.draft.value == plain }
        if let platform {
            if let exact = same.first(where: { $0.draft.platform == platform.rawValue }) {
                return answer(timely(exact, now) ?? .exactMatch, exact)
            }
            if let other = same.first(where: { isCurrent($0, now) }) {
                return answer(.unlistedAccount, other)
            }
        } else if let any = same.first(where: { isCurrent($0, now) }) {
            return answer(.whichPlatform, any)
        }
        if let (reason, channel) = imitation(byAccount: plain, of: accounts, now) {
            return answer(reason, channel)
        }
        return answer(.notListed)
    }

    /// Judges a link to a platform.
    func profile(_ address: WebAddress, on platform: SocialPlatform, _ now: Instant) -> Verification {
        guard address.userInfo == nil, address.port == nil else {
            return Verification(.handle, .unusualAddress, subject: Self.shown(address.host))
        }
        if let name = platform.account(at: address) { return account(name, on: platform, now) }
        // Something deeper: whose it is stands nowhere in the link, but a fake account's name is seen.
        let first = address.segments.first.map { account($0, on: platform, now) }
        if let first, first.verdict == .impersonation { return first }
        let isOurs = first?.reason == .exactMatch
        return Verification(
            .link,
            isOurs ? .notProfile : .notListed,
            subject: Self.shown(address.host),
            channel: isOurs ? first?.channel : nil
        )
    }

    // MARK: Apps

    func app(_ address: WebAddress, in store: AppStore, _ now: Instant) -> Verification {
        guard address.userInfo == nil, address.port == nil, let id = store.app(at: address) else {
            return Verification(.app, .notListed, subject: store.name)
        }
        func answer(_ reason: Verification.Reason, _ channel: OfficialChannel? = nil) -> Verification {
            Verification(.app, reason, subject: "\(store.name): \(id)", channel: channel)
        }
        let same = apps.map(\.channel).filter { $0.draft.value == id }
        if let exact = same.first(where: { $0.draft.platform == store.rawValue }) {
            return answer(timely(exact, now) ?? .exactMatch, exact)
        }
        if let other = same.first(where: { isCurrent($0, now) }) { return answer(.unlistedAccount, other) }
        // Numbers are not alike: Apple gives one after the other to anybody.
        let isNumbered = id.wholeMatch(of: /(?:id|c)?[0-9]+/) != nil
        if !isNumbered, let (reason, channel) = imitation(byAccount: id, of: apps, now) {
            return answer(reason, channel)
        }
        return answer(.notListed)
    }

    private func imitation(
        byAccount name: String,
        of accounts: [OfficialAccount],
        _ now: Instant
    ) -> (Verification.Reason, OfficialChannel)? {
        for account in accounts where isCurrent(account.channel, now) {
            if let reason = account.imitation(by: name) { return (reason, account.channel) }
        }
        for official in names where isCurrent(official.channel, now) {
            if let reason = official.imitation(byAccount: name) { return (reason, official.channel) }
        }
        return nil
    }
}
