package import Base
package import People
package import Storage

/// That a note names an agent.
package struct Mention: Sendable, Hashable {
    package let conversation: ID<Conversation>
    package let noteSeq: Int
    package let createdAt: Instant
    package let isRead: Bool
}

extension Mention: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            conversation: try row.get("conversation_id"),
            noteSeq: try row.get("note_seq"),
            createdAt: try row.get("created_at"),
            isRead: try row.get("read_at", as: Instant?.self) != nil
        )
    }
}

extension Mention {
    /// The most agents that one note can name.
    package static let mostInNote = 20

    /// Whom a note names: `@` and a name or a badge number, whatever its case, and no letter or digit behind it.
    ///
    /// Of two names of which one begins with the other, the longer one is meant. Where several have the same name, all
    /// of them are.
    ///
    /// - Complexity: the number of `@` times the number of agents.
    package static func named(in body: String, among agents: [Agent]) -> [ID<Agent>] {
        let text = Array(body.lowercased())
        let words = agents.flatMap { agent in
            [agent.name, agent.badge.rawValue].map { (agent.id, Array($0.lowercased())) }
        }
        var named: [ID<Agent>] = []
        for start in text.indices where text[start] == "@" {
            // An address such as a@b.example names nobody.
            if start > 0, text[start - 1].isLetter || text[start - 1].isNumber { continue }
            let rest = text[(start + 1)...]
            let fitting = words.filter { _, word in
                guard !word.isEmpty, rest.starts(with: word) else { return false }
                return endsThere(word, in: rest)
            }
            let longest = fitting.map(\.1.count).max()
            for (id, word) in fitting where word.count == longest && !named.contains(id) { named.append(id) }
            if named.count >= mostInNote { break }
        }
        return Array(named.prefix(mostInNote))
    }

    /// Chinese and Japanese have no space behind a name: only what could go on in the same script ends it not.
    private static func endsThere(_ word: [Character], in rest: ArraySlice<Character>) -> Bool {
        guard let next = rest.dropFirst(word.count).first, let last = word.last else { return true }
        guard next.isLetter || next.isNumber else { return true }
        return !(next.isASCII && last.isASCII) && !next.isNumber
    }
}
