package import Base
package import Realtime

/// Something under way that a person should know before they ask.
package struct Notice: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable {
        case trouble, maintenance, warning
    }

    /// What it says in one language.
    package struct Text: Codable, Sendable, Hashable {
        let locale: LocaleCode
        let title: String

        package init(locale: LocaleCode, title: String) {
            self.locale = locale
            self.title = title
        }
    }

    let kind: Kind
    /// How far it has come, such as `identified`; nil where nothing is said of it.
    let state: String?
    let url: String
    let expectedEndAt: Instant?
    let texts: [Text]

    package init(kind: Kind, state: String?, url: String, expectedEndAt: Instant?, texts: [Text]) {
        self.kind = kind
        self.state = state
        self.url = url
        self.expectedEndAt = expectedEndAt
        self.texts = texts
    }

    /// The text for a reader: the locale's own, its language's, English, or whatever there is.
    func title(for locale: LocaleCode) -> String {
        locale.nearest(of: texts, by: \.locale)?.title ?? ""
    }
}

/// Tells what is under way; announcements live in another room.
package protocol NoticeBoard: Sendable {
    /// What is under way now, what began last first; known without asking anybody.
    var notices: [Notice] { get }
}

/// What whoever hears notices is told: all that are under way, in every language.
package struct NoticesFrame: Encodable {
    /// Where it is heard.
    static let topic = "notices"

    private let op = "notices"
    private let notices: [Notice]

    package init(_ notices: [Notice]) {
        self.notices = notices
    }

    private enum CodingKeys: CodingKey {
        case op, notices
    }

    var text: String {
        get throws { String(decoding: try WireJSON.encode(self), as: UTF8.self) }
    }

    /// For this node alone: every node notices by itself.
    package var event: RealtimeEvent {
        get throws { RealtimeEvent(topic: Self.topic, audience: .everybody, frame: try text) }
    }
}
