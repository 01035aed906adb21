import Base
import Foundation

/// An entry as the API and the export in JSON give it.
package struct AuditEntryView: Encodable, Sendable {
    private struct Actor: Encodable {
        let kind: String
        let id: String?
        let name: String
        let address: String?
    }

    private struct Subject: Encodable {
        let kind: String
        let id: String?
    }

    private let seq: Int
    private let at: Instant
    private let actor: Actor
    private let action: String
    private let subject: Subject
    private let details: [String: String]
    private let previousHash: String
    private let hash: String

    package init(_ entry: AuditEntry) {
        self.seq = entry.seq
        self.at = entry.happenedAt
        self.actor = Actor(
            kind: entry.actorKind,
            id: entry.actorID,
            name: entry.actorName,
            address: entry.address
        )
        self.action = entry.action
        self.subject = Subject(kind: entry.subjectKind, id: entry.subjectID)
        self.details = Self.details(entry.details)
        self.previousHash = entry.previousHash.hexadecimal
        self.hash = entry.hash.hexadecimal
    }

    /// The members of the details; what somebody made unreadable is shown as it is, for it is evidence.
    private static func details(_ text: String) -> [String: String] {
        // An error says that it is no object of texts, which is all there is to know.
        (try? WireJSON.decode([String: String].self, from: Data(text.utf8))) ?? ["unreadable": text]
    }

    /// One line of JSON, without its line feed.
    package var line: String {
        get throws { String(decoding: try WireJSON.encode(self), as: UTF8.self) }
    }
}
