import Foundation
import Safeguard
import Storage

// Seed phrases that come in pieces.
extension TimelineTransaction {
    /// Entries, of everybody, within which an author's earlier messages are looked for.
    private static let reach = 240

    /// Hides a piece of a seed phrase in a message that is about to be written, and in the author's messages before it.
    ///
    /// Subjects made of such a message are hidden as well, and the index of words is told to forget them.
    ///
    /// - `conversation`: Locked by this transaction.
    ///
    /// Returns: The numbers of the earlier messages that were hidden; nil for none.
    func hidePieces(
        of prepared: inout Timeline.Prepared,
        by author: String,
        in conversation: inout Conversation
    ) throws -> [Int]? {
        let kind = SecretKind.seedPhrase.rawValue
        guard prepared.action == nil, !prepared.masked.contains(kind),
            SecretTrail.mayGoOn(with: prepared.body)
        else { return nil }
        let earlier = try MessageSQL(db: db)
            .written(by: author, in: conversation, reach: Self.reach, limit: SecretTrail.reach)
            .filter { !$0.body.isEmpty }
        let trail = SecretTrail(
            after: earlier.map { SecretTrail.Earlier($0.body, isHidden: $0.masked.contains(kind)) }
        )
        var hidden: [Int] = []
        for part in trail.parts(with: prepared.body) {
            guard part.messagesBack > 0 else {
                prepared.body = SecretsGate.hide(part.range, in: prepared.body)
                prepared.masked.append(kind)
                continue
            }
            let message = earlier[part.messagesBack - 1]
            let body = SecretsGate.hide(part.range, in: message.body)
            try MessageSQL(db: db).hide(message, behind: body, masked: message.masked + [kind])
            if conversation.subject == Conversation.subject(from: message.body) {
                conversation.subject = Conversation.subject(from: body)
                try MessageIndexSQL(db: db).forgetSubject(of: conversation.id)
            }
            hidden.append(message.seq)
        }
        return hidden.isEmpty ? nil : hidden
    }
}
