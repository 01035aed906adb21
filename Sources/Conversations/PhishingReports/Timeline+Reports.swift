import Base
import Foundation
import People
import Storage
import Trust

/// What of a conversation is reported as a fake.
extension Timeline {
    /// A message that somebody points at.
    struct Reported: Sendable {
        let place: PhishingReport.Place
        /// What is reported of it: a part that was named, or all of it.
        let text: String
    }

    /// The message of a number.
    ///
    /// - Parameters:
    ///   - seq: Which.
    ///   - conversation: Whose reader was checked.
    ///   - part: What of it is meant; what does not stand in it is passed over.
    /// - Returns: The place and its text.
    /// - Throws: ``PhishingReportError/messageNotFound``.
    func reported(_ seq: Int, of conversation: Conversation, part: String?) async throws -> Reported {
        let found = try await database.read { db in
            try MessageSQL(db: db).messages(conversation.id, numbered: [seq]).first
        }
        guard let message = found, message.kind != .event else { throw PhishingReportError.messageNotFound }
        let isPart = part.map { !$0.isEmpty && message.body.contains($0) } ?? false
        return Reported(
            place: PhishingReport.Place(
                conversation: conversation.id.description,
                reference: conversation.reference.rawValue,
                seq: seq
            ),
            text: isPart ? part ?? "" : message.body
        )
    }
}
