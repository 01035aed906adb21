import Base

extension OfficialChannel.Draft {
    /// Checks every part and brings the value into the one form that it is compared in.
    ///
    /// - Throws: ``OfficialChannelError`` for the first that is not acceptable.
    func validated() throws(OfficialChannelError) -> Self {
        guard (1...OfficialChannel.longestValue).contains(value.unicodeScalars.count) else {
            throw .invalid(field: "value", "1 to \(OfficialChannel.longestValue) characters")
        }
        var draft = self
        draft.value = try canonicalValue()
        switch kind {
        case .social, .app: break
        case .domain, .page, .email, .phone:
            guard platform == nil else {
                throw .invalid(field: "platform", "none for a channel of the kind \(kind.rawValue)")
            }
        }
        if let region, region.wholeMatch(of: /[A-Z]{2}/) == nil {
            throw .invalid(field: "region", "a country's code such as HK")
        }
        try checkReach()
        try checkLabels()
        draft.userContent = try canonicalUserContent(under: draft.value)
        if let validFrom, let validUntil, validUntil <= validFrom {
            throw .invalid(field: "valid_until", "later than valid_from")
        }
        return draft
    }

    private func checkReach() throws(OfficialChannelError) {
        let most = OfficialChannel.mostChoices
        guard languages.count <= most, Set(languages).count == languages.count else {
            throw .invalid(field: "languages", "each once, \(most) at most")
        }
        guard topics.count <= most, Set(topics).count == topics.count,
            topics.allSatisfy({ $0.wholeMatch(of: /[a-z0-9_]{1,40}/) != nil })
        else { throw .invalid(field: "topics", "topics such as trading, each once, \(most) at most") }
    }

    private func checkLabels() throws(OfficialChannelError) {
        guard labels.count <= 20, Set(labels.map(\.locale)).count == labels.count else {
            throw .invalid(field: "labels", "one for each language, 20 at most")
        }
        for label in labels {
            let text = label.text
            guard (1...OfficialChannel.longestLabel).contains(text.count), !text.allSatisfy(\.isWhitespace),
                !PastedValue.hasHidden(text)
            else {
                throw .invalid(
                    field: "labels",
                    "1 to \(OfficialChannel.longestLabel) characters that can be seen"
                )
            }
        }
    }

    private func canonicalValue() throws(OfficialChannelError) -> String {
        guard !PastedValue.hasHidden(value) else {
            throw .invalid(field: "value", "no characters that cannot be seen")
        }
        let text = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch kind {
        case .domain: return try domain(text).ascii
        case .page: return try page(text)
        case .email:
            guard let sender = EmailSender(text), sender.host.isSound, sender.host.isPublic,
                sender.local.map({ $0.wholeMatch(of: /[a-z0-9._\-]{1,64}/) != nil }) ?? true
            else {
                throw .invalid(
                    field: "value",
                    "an address such as support@example.com, or @example.com for all"
                )
            }
            return sender.ascii
        case .phone:
            guard let number = PhoneNumber(text), number.isInternational else {
                throw .invalid(field: "value", "a number with its country's code, such as +44 20 7946 0958")
            }
            return number.readable
        case .social: return try account(text)
        case .app: return try app(text)
        }
    }

    private func domain(_ text: String) throws(OfficialChannelError) -> HostName {
        guard let host = HostName(text), host.isSound, host.isPublic else {
            throw .invalid(field: "value", "a domain such as example.com")
        }
        guard SocialPlatform(host: host) == nil, AppStore(host: host) == nil else {
            throw .invalid(field: "value", "a domain of yours; accounts and apps have kinds of their own")
        }
        return host
    }

    private func page(_ text: String) throws(OfficialChannelError) -> String {
        guard text.lowercased().hasPrefix("https://"), !text.contains(" "),
            // What is no link is told like what is no such link.
            let address = try? WebAddress(text),
            address.host.isSound, address.host.isPublic, address.userInfo == nil, address.port == nil,
            let path = OfficialPage(address)
        else {
            throw .invalid(field: "value", "an address such as https://status.example.com/us, with a path")
        }
        return "https://\(path.key)"
    }

    private func account(_ text: String) throws(OfficialChannelError) -> String {
        guard let platform = SocialPlatform(rawValue: platform ?? "") else {
            let known = SocialPlatform.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(field: "platform", "one of \(known)")
        }
        var name = text
        if text.contains("/") {
            // What is no link is told like a link to something else.
            guard let address = try? WebAddress(text), SocialPlatform(host: address.host) == platform,
                let account = platform.account(at: address)
            else { throw .invalid(field: "value", "the account's name, or the address of its page alone") }
            name = account
        }
        let plain = SocialPlatform.plain(name)
        guard plain.wholeMatch(of: /[\p{L}\p{N}._\-]{1,64}/) != nil else {
            throw .invalid(field: "value", "an account's name of 1 to 64 letters, digits, dots, hyphens")
        }
        return plain
    }

    private func app(_ text: String) throws(OfficialChannelError) -> String {
        guard let store = AppStore(rawValue: platform ?? "") else {
            let known = AppStore.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(field: "platform", "one of \(known)")
        }
        var id = text
        if text.contains("/") {
            // What is no link is told like a link to something else.
            guard let address = try? WebAddress(text), AppStore(host: address.host) == store,
                let app = store.app(at: address)
            else { throw .invalid(field: "value", "the app's id, or the address of its page in the store") }
            id = app
        }
        let plain = AppStore.plain(id)
        guard plain.wholeMatch(of: /[a-z0-9._\-]{3,150}/) != nil else {
            throw .invalid(field: "value", "an app's id such as id1234567890 or com.example.app")
        }
        return plain
    }

    private func canonicalUserContent(under value: String) throws(OfficialChannelError) -> [String]? {
        guard kind == .domain else {
            guard userContent == nil else {
                throw .invalid(field: "user_content", "none but for a domain")
            }
            return nil
        }
        guard let userContent else { return OfficialChannel.usualUserContent }
        guard userContent.count <= OfficialChannel.mostUserContent else {
            throw .invalid(field: "user_content", "\(OfficialChannel.mostUserContent) at most")
        }
        return try userContent.map { (place) throws(OfficialChannelError) in
            let place = place.lowercased()
            let isPath = place.wholeMatch(of: /(?:\/[a-z0-9._~\-]{1,60}){1,6}\/?/) != nil
            if isPath { return place }
            guard let host = HostName(place), let domain = HostName(value), host.isSound,
                host.isWithin(domain), host != domain
            else {
                throw .invalid(field: "user_content", "paths such as /community, or names under the domain")
            }
            return host.ascii
        }
    }
}
