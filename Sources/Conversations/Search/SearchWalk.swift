import Base
import Retrieval
import Storage

/// One look at the index, in one snapshot: from the latest entry back, stretch by stretch, until a page is full.
struct SearchWalk {
    /// Characters of a snippet.
    private static let snippetLength = 120
    /// Hits that are shown of one conversation, and that are compared to find them.
    private static let shownHits = 3
    private static let readHits = 8
    /// Hits of a page's conversations that are counted.
    private static let mostHits = 2_000
    /// Entries with the words that one answer looks at, before the filter: what is older is left to the next page.
    private static let mostMatches = 20_000
    private static let mostStretches = 12
    /// Where fewer of 16,384 entries have the words than this, the index tells all the rest at once.
    private static let rareMatches = 16

    let db: Connection
    let question: TextQuestion
    let tokens: MessageTokens
    let filter: SearchFilter

    /// A conversation and those of its entries that have the words, the latest first.
    struct Candidate {
        let conversation: ID<Conversation>
        let hits: [MessageHit]
    }

    private var lowest: Int64 { filter.from.map { MessageIndexEntry.lowestID(at: $0) - 1 } ?? -1 }
    private var highest: Int64 { filter.to.map(MessageIndexEntry.lowestID) ?? .max }

    /// The conversations of one page, by their latest hit, and where the next page begins.
    func page(after cursor: SearchCursor?, limit: Int) throws -> (page: [Candidate], next: SearchCursor?) {
        guard !question.isEmpty else { return ([], nil) }
        let sql = MessageSearchSQL(db: db)
        try sql.prepare()
        let query = tokens.query(question)
        var found: [MessageHit] = []
        var known: Set<ID<Conversation>> = []
        var high = min(cursor?.id ?? .max, highest)
        var matches = 0
        var size: Int? = MessageSearchSQL.firstStretch
        for number in 0..<Self.mostStretches
        where high > lowest + 1 && found.count <= limit && matches < Self.mostMatches {
            let low = try sql.end(ofStretchBelow: high, above: lowest, entries: size)
            let most = (matches: number == 0 ? 1_000 : 5_000, hits: limit * 20)
            let stretch = try sql.stretch(
                query,
                above: low,
                below: high,
                filter,
                matches: most.matches,
                limit: most.hits
            )
            for hit in stretch.hits where known.insert(hit.conversation).inserted { found.append(hit) }
            matches += stretch.matches
            high = stretch.end(most.matches, most.hits) ?? low + 1
            size = size.flatMap { Self.nextSize(after: $0, matches: stretch.matches) }
        }
        let next = found.count > limit ? found[limit - 1].id : high > lowest + 1 ? high : nil
        return (try candidates(Array(found.prefix(limit)), after: cursor), next.map(SearchCursor.init))
    }

    /// How many entries the next stretch has, so that it holds enough; nil for all the rest.
    private static func nextSize(after size: Int, matches: Int) -> Int? {
        if matches * MessageSearchSQL.firstStretch < rareMatches * size { return nil }
        return min(size * 8, max(size, size * 1_000 / max(1, matches)))
    }

    /// All hits of some conversations; those that a page before has shown are left out.
    private func candidates(_ found: [MessageHit], after cursor: SearchCursor?) throws -> [Candidate] {
        guard !found.isEmpty else { return [] }
        let hits = try MessageSearchSQL(db: db).hits(
            tokens.query(question, in: found.map(\.conversation)),
            above: lowest,
            below: highest,
            limit: Self.mostHits
        )
        let grouped = Dictionary(grouping: hits, by: \.conversation)
        return found.compactMap { first in
            let hits = grouped[first.conversation] ?? [first]
            if let cursor, let latest = hits.first, latest.id >= cursor.id { return nil }
            return Candidate(conversation: first.conversation, hits: hits)
        }
    }

    /// Reads the texts back and marks what was looked for; what does not hold it is left out.
    func read(_ candidates: [Candidate]) throws -> [FoundHits] {
        try candidates.compactMap { candidate in
            var found: [FoundMessage] = []
            for text in try texts(of: candidate) where found.count < Self.shownHits {
                guard let passage = question.passage(in: text.text, length: Self.snippetLength) else {
                    continue
                }
                found.append(FoundMessage(text, passage))
            }
            // The subject is the beginning of the first message where nobody wrote one.
            if found.count > 1 { found.removeAll { $0.seq == 0 } }
            guard !found.isEmpty else { return nil }
            return FoundHits(
                conversation: candidate.conversation,
                hits: found,
                count: max(1, candidate.hits.count { $0.isNote || $0.seq > 0 })
            )
        }
    }

    private func texts(of candidate: Candidate) throws -> [FoundText] {
        let id = candidate.conversation
        let hits = candidate.hits.prefix(Self.readHits)
        let sql = MessageSQL(db: db)
        var texts = try sql.messages(id, numbered: hits.filter { !$0.isNote && $0.seq > 0 }.map(\.seq)).map(
            FoundText.init
        )
        texts += try sql.notes(id, numbered: hits.filter(\.isNote).map(\.seq)).map(FoundText.init)
        if hits.contains(where: { !$0.isNote && $0.seq == 0 }),
            let conversation = try ConversationSQL(db: db).conversation(id)
        {
            texts.append(FoundText(subjectOf: conversation))
        }
        return texts.sorted { ($0.createdAt, $0.seq) > ($1.createdAt, $1.seq) }
    }
}
