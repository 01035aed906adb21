package import Base
import People

/// Something that happened to a customer or their account, as agents see it beside a conversation.
package struct AccountEvent: Sendable, Hashable {
    /// How it bears on the account; never told by colour alone.
    package enum Status: String, Sendable, Hashable, Encodable, CaseIterable {
        case neutral, good, attention, bad
    }

    /// Where it stands among all events: by time, then by source, then as the source numbers its own.
    package struct Place: Sendable, Hashable, Comparable, LosslessStringConvertible {
        package let at: Instant
        /// The source's name.
        package let source: String
        /// The source's own id of it, unique there; of two at one moment the greater is the later one.
        package let id: String

        package init(at: Instant, source: String, id: String) {
            self.at = at
            self.source = source
            self.id = id
        }

        package static func < (left: Self, right: Self) -> Bool {
            (left.at, left.source, left.id) < (right.at, right.source, right.id)
        }

        /// `<milliseconds>.<source>.<id>`, as a cursor.
        package var description: String { "\(at.milliseconds).\(source).\(id)" }

        package init?(_ description: String) {
            let parts = description.split(separator: ".", maxSplits: 2)
            guard parts.count == 3, let milliseconds = Int64(parts[0]), parts[2].utf8.count <= 100 else {
                return nil
            }
            self.init(
                at: Instant(milliseconds: milliseconds),
                source: String(parts[1]),
                id: String(parts[2])
            )
        }
    }

    package let place: Place
    /// Such as `conversation_opened`; the desk has words for those that it knows, `desk.account.kind.<kind>`.
    package let kind: String
    /// What happened, for kinds that the desk has no words for.
    package let title: String?
    /// What it was about, as somebody or the source wrote it.
    package let detail: String?
    /// What the desk's words for the kind take in, such as `score`.
    package let values: [String: String]
    package let status: Status
    /// Where more is found: a path of the desk, or an `https` address.
    package let link: String?

    package init(
        _ place: Place,
        kind: String,
        title: String? = nil,
        detail: String? = nil,
        values: [String: String] = [:],
        status: Status = .neutral,
        link: String? = nil
    ) {
        self.place = place
        self.kind = kind
        self.title = title
        self.detail = detail
        self.values = values
        self.status = status
        self.link = link
    }
}
