package import Base
import Foundation

/// An official way to reach the business, or one in which it reaches its customers.
package struct ContactChannel: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case phone, email, domain, page, social, app
    }

    package let kind: Kind
    /// As people read it.
    package let value: String
    /// The platform or the store by its own name; nil for the other kinds.
    package let platform: String?
    /// Where it is meant for, ISO 3166-1 such as `HK`; nil for everywhere.
    package let region: String?
    /// In which languages somebody answers there; none for every language.
    package let languages: [LocaleCode]
    /// What it is for, by the topics of conversations; none for everything.
    package let topics: [String]
    /// What it is for, in the reader's language; nil where nobody wrote it.
    package let label: String?

    package init(
        _ kind: Kind,
        _ value: String,
        platform: String? = nil,
        region: String? = nil,
        languages: [LocaleCode] = [],
        topics: [String] = [],
        label: String? = nil
    ) {
        self.kind = kind
        self.value = value
        self.platform = platform
        self.region = region
        self.languages = languages
        self.topics = topics
        self.label = label
    }

    /// Where a tap leads; nil for what is only read: a fake that looks alike is told by `/verify`, not by a link.
    var link: String? {
        switch kind {
        case .phone: "tel:\(value.filter { $0.isNumber || $0 == "+" })"
        case .email: value.hasPrefix("@") ? nil : "mailto:\(value)"
        case .domain: "https://\(value)/"
        case .page: value
        case .social, .app: nil
        }
    }
}

/// What the contact page asks whoever keeps the register of what is official.
package protocol ContactDirectory: Sendable {
    /// Those that count at the moment.
    func channels(in locale: LocaleCode) async throws -> [ContactChannel]
}
