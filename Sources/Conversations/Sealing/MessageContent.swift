import Safeguard
import Storage

/// What is said, and by whom where that is not everybody's to know: a customer's name is sealed with their words.
struct MessageWords {
    /// Empty where the row has the name.
    var author = ""
    var body: String

    init(author: String, body: String) {
        self.author = author
        self.body = body
    }

    init(_ message: Message) {
        self.init(
            author: message.author.type == .customer ? message.author.name : "",
            body: message.body
        )
    }

    /// Reads ``text``.
    init(text: String) {
        guard let end = text.utf8.firstIndex(of: 0) else {
            self.init(author: "", body: text)
            return
        }
        self.init(author: String(text[..<end]), body: String(text[text.utf8.index(after: end)...]))
    }

    var isEmpty: Bool { author.isEmpty && body.isEmpty }

    /// One text of both: neither holds NUL, which the other engine could not store in a column.
    var text: String {
        Self.plain(author) + "\0" + Self.plain(body)
    }

    private static func plain(_ text: String) -> String {
        text.utf8.contains(0) ? String(decoding: text.utf8.filter { $0 != 0 }, as: UTF8.self) : text
    }
}

/// What a message shows beside its words.
struct MessageParts: Codable, Sendable {
    var attachments: [AttachmentSummary]?
    var card: Card?

    init(_ message: Message) {
        attachments = message.attachments.isEmpty ? nil : message.attachments
        card = message.card
    }

    /// Reads the columns of before anything was sealed.
    init(plain row: Row) throws(DatabaseError) {
        attachments = try row.get("attachments", as: JSONColumn<[AttachmentSummary]>?.self)?.value
        card = try row.get("card", as: JSONColumn<Card>?.self)?.value
    }

    var isEmpty: Bool { attachments == nil && card == nil }
}

extension FieldName {
    static func body(isNote: Bool, seq: Int) -> FieldName {
        FieldName(isNote ? "note.sealed_body" : "message.sealed_body", row: seq)
    }

    static func parts(isNote: Bool, seq: Int) -> FieldName {
        FieldName(isNote ? "note.sealed_parts" : "message.sealed_parts", row: seq)
    }
}
