import Base
import Crypto
import Foundation
import Retrieval
import Storage

/// Turns words into what the database's full-text index keeps of them: HMAC-SHA-256 under the installation's key, cut
/// to 40 bits and written as eight letters and digits, which both engines' tokenizers leave whole.
///
/// Two different words share a token once in 10¹² pairs; what is found is compared with the text itself, so that no one
/// sees it.
struct MessageTokens: Sendable {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private let key: SymmetricKey

    init(key: SymmetricKey) {
        self.key = key
    }

    /// The token of a term.
    func token(_ term: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(term.utf8), using: key)
        var bits = code.prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var letters = [UInt8](repeating: 0, count: 8)
        for place in letters.indices {
            letters[place] = Self.alphabet[Int(bits & 31)]
            bits >>= 5
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The tokens of a text, each once, in their own order: the text's is not kept.
    func tokens(of text: String) -> [String] {
        TextTerms.all(in: text).map(token).sorted()
    }

    /// What an entry is kept under besides its words, to look within some conversations alone.
    static func token(of conversation: ID<Conversation>) -> String {
        String(conversation.description.dropFirst(Conversation.idPrefix.count + 1))
    }

    /// What the full-text index is asked.
    ///
    /// - `conversations`: Within these alone; none for all.
    func query(_ question: TextQuestion, in conversations: [ID<Conversation>] = []) -> MessageTokenQuery {
        var groups = question.terms.map { $0.map(token) }
        if !conversations.isEmpty { groups.append(conversations.map(Self.token(of:))) }
        return MessageTokenQuery(groups: groups)
    }
}

/// Tokens of which an entry must have one of each group.
struct MessageTokenQuery: Sendable, Hashable {
    let groups: [[String]]

    /// As FTS5 reads it; the tokens are letters and digits.
    var forSQLite: String { text(and: " AND ", or: " OR ", quote: "\"") }
    /// As PostgreSQL's `tsquery` reads it.
    var forPostgres: String { text(and: " & ", or: " | ", quote: "'") }

    private func text(and: String, or: String, quote: String) -> String {
        groups.map { group in
            "(" + group.map { quote + $0 + quote }.joined(separator: or) + ")"
        }.joined(separator: and)
    }
}
