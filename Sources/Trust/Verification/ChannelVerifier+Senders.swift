import Base

extension ChannelVerifier {
    // MARK: E-mail

    func email(_ address: EmailAddress, _ now: Instant) -> Verification {
        let subject = "\(address.local)@\(Self.shown(address.host))"
        func answer(_ reason: Verification.Reason, _ channel: OfficialChannel? = nil) -> Verification {
            Verification(.email, reason, subject: subject, channel: channel)
        }
        let ofHost = senders.filter { $0.sender.host == address.host }
        if let exact = ofHost.first(where: { $0.sender.local == address.local }) {
            return answer(timely(exact.channel, now) ?? confirmed(.exactMatch, address, now), exact.channel)
        }
        let everyone = ofHost.first { $0.sender.local == nil }?.channel
        if address.local.contains("+") {
            let plain = address.local.prefix { $0 != "+" }
            let imitated = ofHost.first { $0.sender.local == String(plain) }?.channel ?? everyone
            if let channel = imitated ?? domain(of: address.host) { return answer(.plusAddress, channel) }
        }
        if let everyone {
            let isPlain = address.local.wholeMatch(of: /[a-z0-9._\-]{1,64}/) != nil && address.host.isSound
            let reason = isPlain ? confirmed(.senderDomain, address, now) : .unlistedSender
            return answer(timely(everyone, now) ?? reason, everyone)
        }
        if let channel = ofHost.first?.channel ?? domain(of: address.host) {
            return answer(.unlistedSender, channel)
        }
        if let (reason, channel) = imitation(by: address.host, now) { return answer(reason, channel) }
        for name in names where isCurrent(name.channel, now) {
            if name.isNamed(in: address.displayName) { return answer(.displayName, name.channel) }
            if name.isNamed(in: address.local) { return answer(.nameInAddress, name.channel) }
        }
        return answer(.notListed)
    }

    /// A true sender whose name is another address is none that we send.
    private func confirmed(
        _ reason: Verification.Reason,
        _ address: EmailAddress,
        _ now: Instant
    ) -> Verification.Reason {
        let words = address.displayName.split { $0.isWhitespace || "<>\"',;()".contains($0) }
        let others = words.compactMap { EmailAddress(String($0)) }
        return others.allSatisfy { $0.ascii == address.ascii } ? reason : .severalThings
    }

    // MARK: Telephone

    func phone(_ number: PhoneNumber, _ now: Instant) -> Verification {
        let subject = number.readable
        if number.isInternational {
            if let channel = phones.first(where: { $0.draft.value == number.readable }) {
                return Verification(
                    .phone,
                    timely(channel, now) ?? .exactMatch,
                    subject: subject,
                    channel: channel
                )
            }
            let end = number.digits.suffix(8)
            let alike = phones.first { isCurrent($0, now) && end.count == 8 && $0.draft.value.hasSuffix(end) }
            guard let alike else { return Verification(.phone, .notListed, subject: subject) }
            return Verification(.phone, .otherCountryCode, subject: subject, channel: alike)
        }
        let national = number.national
        let channel = phones.first {
            isCurrent($0, now) && national.count >= 7 && $0.draft.value.hasSuffix(national)
        }
        return Verification(
            .phone,
            channel == nil ? .notListed : .countryCodeMissing,
            subject: subject,
            channel: channel
        )
    }
}
