import Base
package import People
import Safeguard
package import Storage

/// What became of a customer's conversations: opened, solved, rated.
package struct ConversationHistory: AccountTimelineSource {
    /// How many of them it goes back over, the last changed.
    static let mostConversations = 200

    package let name = "conversations"
    private let database: any Database

    package init(_ database: any Database) {
        self.database = database
    }

    package func events(
        of customer: Customer,
        before place: AccountEvent.Place?,
        limit: Int
    ) async throws -> [AccountEvent] {
        let moments = try await database.read { db in
            try ConversationHistorySQL(db: db).moments(
                of: customer.id,
                place.map(SpanBefore.init) ?? .all,
                limit: limit
            )
        }
        return moments.map(event)
    }

    /// Where its own events begin that stand before a place.
    enum SpanBefore: Sendable, Hashable {
        case all
        case through(Instant)
        case before(Instant)
        case beforeEntry(Instant, ID<Conversation>, Int)

        init(_ place: AccountEvent.Place) {
            let parts = place.id.split(separator: "-")
            if "conversations" < place.source {
                self = .through(place.at)
            } else if place.source == "conversations", parts.count == 2,
                let id = ID<Conversation>(String(parts[0])), let seq = Int(parts[1])
            {
                self = .beforeEntry(place.at, id, seq)
            } else {
                self = .before(place.at)
            }
        }
    }

    private func event(_ moment: ConversationMoment) -> AccountEvent {
        let conversation = moment.conversation
        // Padded, so that texts stand in the order of their numbers.
        let number = String(moment.seq)
        let padded = String(repeating: "0", count: max(0, 10 - number.count)) + number
        let isRated = moment.kind == .rated
        var values = [
            "reference": conversation.reference.rawValue, "topic": conversation.topic.rawValue,
            "kind": conversation.kind.rawValue,
        ]
        if isRated { values["score"] = conversation.rating.map(String.init) }
        return AccountEvent(
            AccountEvent.Place(at: moment.at, source: name, id: "\(conversation.id)-\(padded)"),
            kind: moment.kind?.rawValue ?? "opened",
            detail: isRated
                ? moment.comment.flatMap { $0.isEmpty ? nil : $0 }
                : conversation.subject.isEmpty ? nil : conversation.subject,
            values: values,
            status: moment.status,
            link: "/desk#\(conversation.id)"
        )
    }
}

extension TimelineEvent.Kind {
    /// Those that tell how it went with a customer; who passed it to whom is the conversation's own affair.
    fileprivate static let telling: [Self] = [
        .resolved, .reopened, .closed, .rated, .becameTicket, .secretMasked, .customerVerified,
    ]
}

/// A moment of a conversation.
struct ConversationMoment: RowDecodable {
    let conversation: Conversation
    let at: Instant
    /// 0 for having been opened.
    let seq: Int
    /// nil for having been opened.
    let kind: TimelineEvent.Kind?
    let comment: String?

    init(row: Row) throws(DatabaseError) {
        self.conversation = try Conversation(row: row)
        self.at = try row.get("moment_at")
        self.seq = try row.get("moment_seq")
        self.kind = try row.get("moment", as: JSONColumn<TimelineEvent>?.self)?.value.type
        let plain: String? = try row.get("rating_comment")
        let owner = KeyOwner(conversation.id)
        self.comment = try row.opened("sealed_rating_comment", of: owner, as: .ratingComment) ?? plain
    }

    fileprivate var status: AccountEvent.Status {
        switch kind {
        case .resolved: .good
        case .rated:
            (conversation.rating ?? 3) <= 2 ? .bad : (conversation.rating ?? 3) >= 4 ? .good : .neutral
        case .reopened, .secretMasked: .attention
        default: .neutral
        }
    }
}

/// Every statement about what became of a customer's conversations.
struct ConversationHistorySQL {
    let db: Connection

    /// - Complexity: one stretch of `conversation_by_customer`, and of each conversation one of `message_by_event`.
    func moments(
        of customer: ID<Customer>,
        _ span: ConversationHistory.SpanBefore,
        limit: Int
    ) throws(DatabaseError) -> [ConversationMoment] {
        let telling = TimelineEvent.Kind.telling.map { kind -> SQL in
            // As the encoder writes it; inside a text of the event the quotes would be escaped.
            "message.event LIKE \("%\"type\":\"\(kind.rawValue)\"%")"
        }
        return try db.all(
            ConversationMoment.self,
            """
            WITH recent AS (
                SELECT id FROM conversation WHERE customer_id = \(customer)
                ORDER BY updated_at DESC, id DESC LIMIT \(ConversationHistory.mostConversations)
            ), moments AS (
                SELECT conversation.id AS moment_of, conversation.created_at AS moment_at, 0 AS moment_seq,
                    NULL AS moment FROM recent JOIN conversation ON conversation.id = recent.id
                UNION ALL
                SELECT message.conversation_id, message.created_at, message.seq, message.event
                FROM recent JOIN message ON message.conversation_id = recent.id
                WHERE message.kind = 'event' AND (\(telling.joined(separator: " OR ")))
            )
            SELECT \(Conversation.columns), rating_comment, sealed_rating_comment, moment_at, moment_seq, moment FROM (
                SELECT * FROM moments WHERE \(Self.condition(span))
                ORDER BY moment_at DESC, moment_of DESC, moment_seq DESC LIMIT \(limit)
            ) AS page JOIN conversation ON conversation.id = page.moment_of
            ORDER BY moment_at DESC, moment_of DESC, moment_seq DESC
            """
        )
    }

    private static func condition(_ span: ConversationHistory.SpanBefore) -> SQL {
        switch span {
        case .all: "1 = 1"
        case .through(let moment): "moment_at <= \(moment)"
        case .before(let moment): "moment_at < \(moment)"
        case .beforeEntry(let moment, let id, let seq):
            "(moment_at, moment_of, moment_seq) < (\(moment), \(id), \(seq))"
        }
    }
}
