import Base
import People
import Retrieval
package import Storage

/// Finds conversations by what was written in them, the latest first.
///
/// The index says where the words may stand; every text is read back and compared before it is shown, so that nothing
/// is shown that was changed or removed since.
package struct ConversationSearch: Sendable {
    /// The longest question, in characters.
    package static let longestQuestion = 200
    /// The most conversations of one answer.
    package static let largestPage = 50

    private let database: any Database
    private let desk: Desk
    private let key: MessageIndexKey

    package init(_ database: any Database, desk: Desk) {
        self.database = database
        self.desk = desk
        self.key = MessageIndexKey(database)
    }

    /// One page of what is found.
    ///
    /// Every word must be there, "words in quotes" as they stand; the last may be just begun. A reference finds its
    /// conversation. There may be fewer than `limit`, and none, before the end: 1...50 at most.
    ///
    /// Throws: ``SearchError/tooLong(limit:)``.
    package func find(
        _ text: String,
        _ filter: SearchFilter = SearchFilter(),
        after cursor: SearchCursor? = nil,
        limit: Int
    ) async throws -> SearchPage {
        guard text.count <= Self.longestQuestion else {
            throw SearchError.tooLong(limit: Self.longestQuestion)
        }
        let question = TextQuestion(text)
        let tokens = try await key.tokens()
        let reference = cursor == nil ? Reference(rawValue: text) : nil
        let (named, found, next) = try await database.read { db in
            let named = try reference.flatMap { reference throws(DatabaseError) in
                try ConversationSQL(db: db).conversation(of: reference)
            }
            let walk = SearchWalk(db: db, question: question, tokens: tokens, filter: filter)
            let (page, next) = try walk.page(after: cursor, limit: limit)
            return (named?.id, try walk.read(page), next)
        }
        let ids = [named].compactMap { $0 } + found.map(\.conversation).filter { $0 != named }
        let rows = Dictionary(try await desk.rows(of: ids).map { ($0.id, $0) }) { first, _ in first }
        return SearchPage(
            conversations: ids.compactMap { id in
                guard let row = rows[id.description] else { return nil }
                let hits = found.first { $0.conversation == id }
                return FoundConversation(
                    conversation: row,
                    hits: hits?.hits ?? [],
                    hitCount: hits?.count ?? 0
                )
            },
            next: next,
            passedOver: question.passedOver
        )
    }
}
