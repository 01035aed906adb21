package import Base
import Foundation
package import People
import Safeguard
import Storage
import Web

/// What becomes of conversations that belong together.
extension Timeline {
    /// The most links of one conversation, and messages quoted at once.
    package static let mostLinks = 50
    package static let mostQuoted = 50

    /// The conversation that an id or a reference names.
    ///
    /// - Throws: ``ConversationError/notFound``.
    package func find(_ name: String) async throws -> Conversation {
        if let id = ID<Conversation>(name) { return try await conversation(id) }
        guard let reference = Reference(rawValue: name) else { throw ConversationError.notFound }
        return try await database.read { db in
            guard let found = try ConversationSQL(db: db).conversation(of: reference) else {
                throw ConversationError.notFound
            }
            return found
        }
    }

    /// Closes a conversation in favour of another one of the same customer, which goes on.
    ///
    /// What was said stays where it was said; each points at the other, for the customer as well.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``LinkError``, ``ConversationError`` when either is closed already.
    package func merge(
        _ id: ID<Conversation>,
        into target: ID<Conversation>,
        by agent: Agent,
        from place: String? = nil
    ) async throws {
        guard id != target else { throw LinkError.itself }
        try await transaction { work in
            // Always in the same order: two who merge the other way round do not wait for each other.
            var locked: [ID<Conversation>: Conversation] = [:]
            for one in [id, target].sorted() { locked[one] = try existing(one, work.db) }
            guard var source = locked[id], var kept = locked[target] else {
                throw ConversationError.notFound
            }
            let (sourceBefore, keptBefore) = (source, kept)
            guard source.customer == kept.customer else { throw LinkError.otherCustomer }
            guard kept.status != .closed else {
                throw ConversationError.notAllowed(.agentWrote(agent.id), in: .closed)
            }
            try work.append(.mergedInto, naming: kept, to: &source)
            try work.move(&source, .closed)
            try work.append(.mergedFrom, naming: source, to: &kept)
            _ = try ConversationLinkSQL(db: work.db).insert(id, target, .mergedInto, at: work.now)
            try work.save(source, since: sourceBefore)
            try work.save(kept, since: keptBefore)
            try work.noteChange("merge", of: id, by: agent.acting(from: place))
        }
    }

    /// Opens a conversation of its own for a part of one: the messages are quoted in it, and it is with who did it.
    ///
    /// - `seqs`: Which messages; what happened and what is not there is passed over.
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``LinkError/messagesNotThere`` when none is left, ``ConversationError/messageTooLong(limit:)``.
    package func split(
        _ seqs: [Int],
        of id: ID<Conversation>,
        by agent: Agent,
        from place: String? = nil
    ) async throws -> Conversation {
        guard (1...Self.mostQuoted).contains(seqs.count) else {
            throw ConversationError.invalid(field: "messages", "1 to \(Self.mostQuoted) numbers")
        }
        // A reference that exists already is drawn again.
        for _ in 0..<4 {
            do {
                return try await transaction { work in
                    try work.noteChange("split", of: id, by: agent.acting(from: place))
                    return try split(Set(seqs), of: id, by: agent, work)
                }
            } catch let error as DatabaseError where error.isUniqueViolation {
                continue
            }
        }
        throw DatabaseError(.failed, "no free reference was found")
    }

    private func split(
        _ seqs: Set<Int>,
        of id: ID<Conversation>,
        by agent: Agent,
        _ work: TimelineTransaction
    ) throws -> Conversation {
        var source = try existing(id, work.db)
        let sourceBefore = source
        let chosen = try MessageSQL(db: work.db).messages(id, numbered: Array(seqs))
            .filter { $0.kind != .event && !$0.body.isEmpty }
        guard !chosen.isEmpty else { throw LinkError.messagesNotThere }
        let quote = try prepare(Draft(body: Self.quote(chosen, in: source.locale, localisation)))
        var part = Conversation(
            id: ID(at: work.now),
            reference: .random(),
            kind: source.kind,
            channel: source.channel,
            topic: source.topic,
            subject: Conversation.subject(from: chosen[0].body),
            locale: source.locale,
            customer: source.customer,
            status: .assistant,
            createdAt: work.now
        )
        try ConversationSQL(db: work.db).insert(part, clientID: nil)
        let before = part
        try work.append(.splitFrom, naming: source, to: &part)
        try work.move(&part, .assigned(agent.id))
        let entry = TimelineTransaction.Entry(author: .agent(agent), body: quote.body, masked: quote.masked)
        _ = try work.append(entry, to: &part)
        try work.append(.splitInto, naming: part, to: &source)
        _ = try ConversationLinkSQL(db: work.db).insert(id, part.id, .splitInto, at: work.now)
        try work.save(part, since: before)
        try work.save(source, since: sourceBefore)
        return part
    }

    /// The texts as somebody else's words: each line behind a `>`, under who said it and when.
    private static func quote(
        _ messages: [Message],
        in locale: LocaleCode,
        _ localisation: Localisation
    ) -> String {
        messages.map { message in
            let fallback = localisation.text("timeline.author.\(message.author.type.rawValue)", in: locale)
            let name = message.author.name.isEmpty ? fallback : message.author.name
            let lines = message.body.split(separator: "\n", omittingEmptySubsequences: false)
            return (["\(name), \(message.createdAt.text(in: locale))"] + lines.map { "> \($0)" })
                .joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// Says that two conversations have to do with each other, or have not; only agents see it.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``LinkError``.
    package func link(
        _ id: ID<Conversation>,
        _ other: ID<Conversation>,
        _ isLinked: Bool,
        by agent: Agent,
        from place: String? = nil
    ) async throws {
        guard id != other else { throw LinkError.itself }
        try await transaction { work in
            var locked: [ID<Conversation>: Conversation] = [:]
            for one in [id, other].sorted() { locked[one] = try existing(one, work.db) }
            let sql = ConversationLinkSQL(db: work.db)
            let hasChanged =
                isLinked
                ? try sql.insert(id, other, .related, at: work.now) : try sql.deleteRelation(id, other)
            guard hasChanged else { return }
            try work.noteChange(isLinked ? "link" : "unlink", of: id, by: agent.acting(from: place))
            guard try sql.links(of: id).count <= Self.mostLinks else {
                throw LinkError.tooMany(limit: Self.mostLinks)
            }
            for (one, another) in [(id, other), (other, id)] {
                guard var conversation = locked[one], let named = locked[another] else { continue }
                let before = conversation
                let event = TimelineEvent(isLinked ? .linked : .unlinked, to: named.reference.rawValue)
                try work.appendInner(event, by: agent, to: &conversation)
                try work.save(conversation, since: before)
            }
        }
    }
}

extension TimelineTransaction {
    /// Adds what happened with another conversation of the same customer, who may read its number.
    fileprivate func append(
        _ kind: TimelineEvent.Kind,
        naming other: Conversation,
        to conversation: inout Conversation
    ) throws {
        let event = TimelineEvent(kind, to: other.reference.rawValue)
        let body = localisation.text(
            "timeline.event.\(kind.rawValue)_to",
            in: conversation.locale,
            ["to": other.reference.rawValue]
        )
        _ = try append(Entry(kind: .event, author: .system, body: body, event: event), to: &conversation)
    }
}
