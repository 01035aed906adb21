package import Foundation

/// What a client sends, DESIGN §5: one JSON object a text frame, its `op` says what it is.
enum ClientFrame: Sendable, Hashable {
    case subscribe(topic: String, afterSeq: Int, afterNoteSeq: Int)
    case subscribeFeed(RealtimeFeed)
    case unsubscribe(topic: String)
    case send(OutgoingMessage)
    case typing(topic: String, isNote: Bool)
    case read(topic: String, seq: Int)
    /// An agent looks at a conversation, or at none; a silent look is not shown to anybody.
    case view(topic: String?, isSilent: Bool)
    case ping

    /// Why a frame was not understood.
    enum Failure: Error, Hashable {
        case notAnObject
        case unknownOperation
        /// A member is missing or of the wrong kind.
        case invalid(String)
    }

    /// Reads a frame; unknown members are passed over.
    init(json: some Sequence<UInt8>) throws(Failure) {
        let members: Members
        do {
            members = try JSONDecoder().decode(Members.self, from: Data(json))
        } catch let error as DecodingError {
            if case .typeMismatch(_, let context) = error, let key = context.codingPath.last {
                throw .invalid(key.stringValue)
            }
            throw .notAnObject
        } catch {
            throw .notAnObject
        }
        switch members.op {
        case "subscribe" where members.inbox == true: self = .subscribeFeed(.inbox)
        case "subscribe" where members.board == true: self = .subscribeFeed(.board)
        case "subscribe" where members.notices == true: self = .subscribeFeed(.notices)
        case "subscribe":
            self = .subscribe(
                topic: try members.requiredConversation,
                afterSeq: try Self.position(members.after_seq, "after_seq"),
                afterNoteSeq: try Self.position(members.after_note_seq, "after_note_seq")
            )
        case "unsubscribe": self = .unsubscribe(topic: try members.requiredConversation)
        case "send": self = .send(try members.message)
        case "typing":
            // What is no reply is nobody's business but colleagues'.
            let isNote = members.kind != nil && members.kind != "text"
            self = .typing(topic: try members.requiredConversation, isNote: isNote)
        case "read":
            self = .read(topic: try members.requiredConversation, seq: try Self.position(members.seq, "seq"))
        case "view":
            self = .view(
                topic: members.conversation == nil ? nil : try members.requiredConversation,
                isSilent: members.silent ?? false
            )
        case "ping": self = .ping
        default: throw .unknownOperation
        }
    }

    private static func position(_ value: WholeNumber?, _ name: String) throws(Failure) -> Int {
        let position = value?.value ?? 0
        guard position >= 0 else { throw .invalid(name) }
        return position
    }
}

/// A message on its way in.
package struct OutgoingMessage: Sendable, Hashable {
    package let conversation: String
    /// The client's own id of the message: what makes sending it again harmless.
    package let clientID: UUID
    package let body: String
    /// `text`; from an agent also `note`, from a supervisor `whisper`.
    package let kind: String
    package let attachments: [String]
    /// The choice of an assistant's card that the message stands for.
    package let action: String?
    /// The last message that an agent had seen while writing; nil answers whatever came since.
    package let expectedSeq: Int?
    /// Answers of one click under an agent's reply.
    package let quickReplies: [String]
}

/// A number without a fraction: `JSONDecoder` refuses others as if the whole text were no JSON, and does not say which
/// member it was.
private struct WholeNumber: Decodable {
    let value: Int

    init(from decoder: any Decoder) throws {
        // Text, or 1e400: whatever it is instead, it is no whole number.
        let number = try? decoder.singleValueContainer().decode(Double.self)
        guard let value = number.flatMap(Int.init(exactly:)) else {
            throw DecodingError.typeMismatch(
                Int.self,
                .init(codingPath: decoder.codingPath, debugDescription: "no whole number")
            )
        }
        self.value = value
    }
}

/// The members of all frames together, each optional.
private struct Members: Decodable {
    let op: String?
    let conversation: String?
    let inbox: Bool?
    let board: Bool?
    let notices: Bool?
    let after_seq: WholeNumber?
    let after_note_seq: WholeNumber?
    let seq: WholeNumber?
    let client_id: String?
    let body: String?
    let kind: String?
    let attachments: [String]?
    let action: String?
    let expected_seq: WholeNumber?
    let quick_replies: [String]?
    let silent: Bool?

    var requiredConversation: String {
        get throws(ClientFrame.Failure) {
            guard let conversation, (1...64).contains(conversation.utf8.count) else {
                throw .invalid("conversation")
            }
            return conversation
        }
    }

    var message: OutgoingMessage {
        get throws(ClientFrame.Failure) {
            guard let clientID = client_id.flatMap(UUID.init(uuidString:)) else {
                throw .invalid("client_id")
            }
            guard kind == nil || kind == "text" || kind == "note" || kind == "whisper" else {
                throw .invalid("kind")
            }
            guard (attachments?.count ?? 0) <= 10 else { throw .invalid("attachments") }
            guard (quick_replies?.count ?? 0) <= 10 else { throw .invalid("quick_replies") }
            guard (expected_seq?.value ?? 0) >= 0 else { throw .invalid("expected_seq") }
            return OutgoingMessage(
                conversation: try requiredConversation,
                clientID: clientID,
                body: body ?? "",
                kind: kind ?? "text",
                attachments: attachments ?? [],
                action: action.map { String($0.prefix(80)) },
                expectedSeq: expected_seq?.value,
                quickReplies: quick_replies ?? []
            )
        }
    }
}
