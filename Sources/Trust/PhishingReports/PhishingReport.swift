package import Base
package import People

/// Something that customers were sent in our name and told us of; one for everybody who was sent the same.
package struct PhishingReport: Sendable, Hashable, Identified {
    package static let idPrefix = "phr"
    /// The longest text that is reported, in Unicode scalars: as long as one that is asked about.
    package static let longestValue = PastedValue.longest
    package static let longestComment = 500
    package static let longestNote = 1000
    /// Of one text so many things are taken.
    static let mostMarks = 5
    /// Of one fake so many tellings are kept; the others are counted.
    static let mostSightings = 50
    /// So many wait to be looked at; then no more come in.
    static let mostWaiting = 5000

    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case link, email, phone, handle, app, badge
        /// A message of a conversation, for what is in its picture.
        case message
        /// A picture that somebody sent, known by its pixels.
        case picture
    }

    /// Of the picture of a report, in pixels.
    package struct PictureSize: Sendable, Hashable {
        package let width: Int
        package let height: Int
    }

    package enum Status: String, Sendable, Hashable, CaseIterable, Codable {
        case new
        /// It is on the blocklist.
        case confirmed
        case dismissed
    }

    /// What somebody at the desk decided last.
    package struct Decision: Sendable, Hashable {
        package let note: String
        package let agent: ID<Agent>
        package let agentName: String
        package let at: Instant
    }

    /// The warning that everybody reads.
    package struct Warning: Sendable, Hashable {
        /// Where it stands, such as `/announcements/…`.
        package let address: String
        package let at: Instant
    }

    /// Where a report came from.
    package enum Source: Sendable, Hashable {
        case page, api
        case conversation(Place, by: ID<Agent>?)
    }

    /// A message of a conversation.
    package struct Place: Sendable, Hashable {
        /// The conversation's id as everybody sees it.
        package let conversation: String
        package let reference: String
        package let seq: Int

        package init(conversation: String, reference: String, seq: Int) {
            self.conversation = conversation
            self.reference = reference
            self.seq = seq
        }
    }

    /// Somebody's telling of it.
    package struct Sighting: Sendable, Hashable {
        package let at: Instant
        /// `page`, `api` or `conversation`.
        package let source: String
        package let place: Place?
        package let comment: String
    }

    /// What whoever reports is told of each thing in it.
    package struct Receipt: Sendable, Hashable {
        package let kind: Kind
        package let subject: String
        package let verdict: Verification.Verdict
        package let reason: Verification.Reason
        /// Whether others have reported it.
        package let isKnown: Bool
    }

    package let id: ID<PhishingReport>
    package let kind: Kind
    /// As people read it; of a link its real host, punycode beside it.
    package let subject: String
    package let status: Status
    /// How many told of it; a signed-in customer counts once.
    package let count: Int
    package let firstReportedAt: Instant
    package let lastReportedAt: Instant
    package let decision: Decision?
    package let warning: Warning?
    let key: String
}

/// Where a list of reports goes on: `<milliseconds>.<id>`.
package struct PhishingReportCursor: Sendable, Hashable, LosslessStringConvertible {
    let at: Instant
    let id: ID<PhishingReport>

    init(_ report: PhishingReport) {
        self.at = report.lastReportedAt
        self.id = report.id
    }

    package init?(_ description: String) {
        let parts = description.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]),
            let id = ID<PhishingReport>(String(parts[1]))
        else { return nil }
        self.at = Instant(milliseconds: milliseconds)
        self.id = id
    }

    package var description: String { "\(at.milliseconds).\(id)" }
}
