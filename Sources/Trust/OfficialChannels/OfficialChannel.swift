package import Base

/// One way in which the business is reached, or reaches its customers; what is not one is not the business.
package struct OfficialChannel: Sendable, Hashable, Identified {
    package static let idPrefix = "och"
    /// The most that an installation has.
    package static let most = 1000
    package static let longestValue = 300
    package static let longestLabel = 80
    package static let mostUserContent = 30
    /// Languages of a channel, and topics.
    package static let mostChoices = 20
    /// Where an official host shows what its visitors wrote, unless the entry says otherwise.
    package static let usualUserContent = [
        "/attachments", "/avatars", "/blogs", "/community", "/comments", "/files", "/forum", "/forums",
        "/profile",
        "/profiles", "/u", "/uploads", "/user", "/user-content", "/users",
    ]

    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// A domain and every name under it.
        case domain
        /// One page of a site that is not ours.
        case page
        /// A sender, or every sender of a domain.
        case email
        case phone
        /// An account of a social platform.
        case social
        /// An app in a store.
        case app
    }

    /// What it is called in one language.
    package struct Label: Sendable, Hashable, Codable {
        package let locale: LocaleCode
        package let text: String

        package init(locale: LocaleCode, text: String) {
            self.locale = locale
            self.text = text
        }
    }

    /// Everything of a channel but its id.
    package struct Draft: Sendable, Hashable, Codable {
        package var kind: Kind
        /// A domain, an address of a page, `a@b.example` or `@b.example`, `+44…`, an account's name, an app's id.
        package var value: String
        /// A ``SocialPlatform`` or an ``AppStore``; nil for the other kinds.
        package var platform: String?
        /// Where it is meant for, ISO 3166-1 such as `HK`; nil for everywhere.
        package var region: String?
        /// In which languages somebody answers there; none for every language.
        package var languages: [LocaleCode]
        /// What it is for, by the topics of conversations such as `trading`; none for everything.
        package var topics: [String]
        /// One for each language; may be empty.
        package var labels: [Label]
        /// Paths and names under a domain that show what visitors wrote; nil for the usual ones.
        package var userContent: [String]?
        /// From when; nil for ever since.
        package var validFrom: Instant?
        /// Until when, exclusively; nil for no end.
        package var validUntil: Instant?

        package init(
            _ kind: Kind,
            _ value: String,
            platform: String? = nil,
            region: String? = nil,
            languages: [LocaleCode] = [],
            topics: [String] = [],
            labels: [Label] = [],
            userContent: [String]? = nil,
            validFrom: Instant? = nil,
            validUntil: Instant? = nil
        ) {
            self.kind = kind
            self.value = value
            self.platform = platform
            self.region = region
            self.languages = languages
            self.topics = topics
            self.labels = labels
            self.userContent = userContent
            self.validFrom = validFrom
            self.validUntil = validUntil
        }

        // A change that waits for a second person may have been asked for before a channel had these.
        package init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                try members.decode(Kind.self, forKey: .kind),
                try members.decode(String.self, forKey: .value),
                platform: try members.decodeIfPresent(String.self, forKey: .platform),
                region: try members.decodeIfPresent(String.self, forKey: .region),
                languages: try members.decodeIfPresent([LocaleCode].self, forKey: .languages) ?? [],
                topics: try members.decodeIfPresent([String].self, forKey: .topics) ?? [],
                labels: try members.decode([Label].self, forKey: .labels),
                userContent: try members.decodeIfPresent([String].self, forKey: .userContent),
                validFrom: try members.decodeIfPresent(Instant.self, forKey: .validFrom),
                validUntil: try members.decodeIfPresent(Instant.self, forKey: .validUntil)
            )
        }
    }

    /// Whether something counts at a moment.
    package enum Validity: Sendable, Hashable {
        case valid, notYet, expired
    }

    package let id: ID<OfficialChannel>
    /// As it was checked: the value is the one form that all writings have in common.
    package let draft: Draft

    package init(id: ID<OfficialChannel>, draft: Draft) {
        self.id = id
        self.draft = draft
    }

    package func validity(at now: Instant) -> Validity {
        if let from = draft.validFrom, now < from { return .notYet }
        if let until = draft.validUntil, now >= until { return .expired }
        return .valid
    }

    /// What it is called in a language, or the nearest that there is: another of the same language, English, any.
    package func label(in locale: LocaleCode) -> String? {
        locale.nearest(of: draft.labels, by: \.locale)?.text
    }

    /// As people read it: a host with its own letters, an account with its sign.
    package var readable: String {
        switch draft.kind {
        case .domain: HostName(draft.value)?.readable ?? draft.value
        case .email: EmailSender(draft.value)?.readable ?? draft.value
        case .social: draft.platform == SocialPlatform.wechat.rawValue ? draft.value : "@\(draft.value)"
        case .page, .phone, .app: draft.value
        }
    }

    /// The platform or the store by its own name; nil for the other kinds.
    package var platformName: String? {
        let platform = draft.platform ?? ""
        return SocialPlatform(rawValue: platform)?.name ?? AppStore(rawValue: platform)?.name
    }

    /// What is the same for two entries of the same channel.
    var key: String { "\(draft.kind.rawValue):\(draft.platform ?? ""):\(draft.value)" }
}

/// A sender of e-mail as the registry has it: one address, or all of a domain.
struct EmailSender: Sendable, Hashable {
    /// Nil for every address of the host.
    let local: String?
    let host: HostName

    init?(_ text: String) {
        if let host = HostName(text.hasPrefix("@") ? String(text.dropFirst()) : text) {
            self.local = nil
            self.host = host
        } else if let address = EmailAddress(text), address.displayName.isEmpty {
            self.local = address.local
            self.host = address.host
        } else {
            return nil
        }
    }

    var readable: String { "\(local ?? "")@\(host.readable)" }
    var ascii: String { "\(local ?? "")@\(host.ascii)" }
}
