package import Base
import Foundation
import Safeguard
package import People
import Storage

/// What became of the actions on one conversation.
package struct ActionResult: Sendable {
    package let conversation: ID<Conversation>
    /// Why nothing of them was done; nil when all were.
    package let problem: Problem?
}

extension Timeline {
    /// The most conversations, and actions on each, of one request.
    package static let mostActedOn = 100
    package static let mostActions = 20

    /// Does several things to several conversations: to each all of them or nothing, each in a transaction of its own.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Returns: One result for each conversation, in their order.
    ///
    /// Throws: ``ConversationError/invalid(field:_:)`` for what would fail everywhere.
    package func perform(
        _ actions: [DeskAction],
        on conversations: [ID<Conversation>],
        by agent: Agent,
        from place: String? = nil
    ) async throws -> [ActionResult] {
        guard (1...Self.mostActedOn).contains(conversations.count) else {
            throw ConversationError.invalid(
                field: "conversations",
                "1 to \(Self.mostActedOn) of them at a time"
            )
        }
        let prepared = try prepared(actions)
        let codes = try actions.map { try $0.code }.joined(separator: ",")
        let actor = agent.acting(from: place)
        var results: [ActionResult] = []
        for id in conversations {
            do {
                _ = try await change(id) { conversation, work in
                    for action in prepared { try perform(action, on: &conversation, by: agent, work) }
                    try work.noteChange(codes, of: id, by: actor)
                }
                results.append(ActionResult(conversation: id, problem: nil))
            } catch let error as any DomainError {
                results.append(ActionResult(conversation: id, problem: error.problem))
            }
        }
        return results
    }

    /// Resolving or closing several conversations at once.
    package static let finishingMany = "conversations.finish_many"

    /// What is done to which.
    package struct ActionsOnMany: Codable, Sendable {
        package let conversations: [ID<Conversation>]
        package let actions: [DeskAction]

        /// Whether many customers lose their place by it.
        package var isFinishingMany: Bool {
            conversations.count > 1 && actions.contains { $0 == .resolve || $0 == .close }
        }
    }

    /// The same with what must not be stored hidden.
    ///
    /// Throws: ``ConversationError``.
    package func checked(_ wish: ActionsOnMany) throws -> ActionsOnMany {
        guard (1...Self.mostActedOn).contains(wish.conversations.count) else {
            throw ConversationError.invalid(
                field: "conversations",
                "1 to \(Self.mostActedOn) of them at a time"
            )
        }
        let actions = try prepared(wish.actions).map { action in
            switch action {
            case .plain(let action): action
            case .note(let note): DeskAction.note(note.body)
            case .field(let key, let value): DeskAction.field(key, value)
            }
        }
        return ActionsOnMany(conversations: wish.conversations, actions: actions)
    }

    /// As a second person agrees to it: to all of them or to none.
    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.finishingMany,
            needs: .conversationsAnswer,
            standsOn: { (wish: ActionsOnMany, db) in
                try wish.conversations.map { id in
                    let conversation = try existing(id, db)
                    return "\(id) \(conversation.status.rawValue) \(conversation.lastSeq)"
                }.joined(separator: "\n")
            },
            carryOut: { wish, deed in
                let prepared = try prepared(wish.actions)
                let codes = try wish.actions.map { try $0.code }.joined(separator: ",")
                let work = self.work(in: deed.db)
                for id in wish.conversations {
                    var conversation = try existing(id, deed.db)
                    let before = conversation
                    for action in prepared {
                        try perform(action, on: &conversation, by: deed.requester, work)
                    }
                    try work.noteChange(codes, of: id, by: deed.actor)
                    try work.save(conversation, since: before)
                }
                try work.writeTallies()
            }
        )
    }

    private enum PreparedAction: Sendable {
        case plain(DeskAction)
        case note(Prepared)
        case field(String, String?)
    }

    /// Checks what can be checked before, and hides what must not be stored.
    private func prepared(_ actions: [DeskAction]) throws -> [PreparedAction] {
        guard (1...Self.mostActions).contains(actions.count) else {
            throw ConversationError.invalid(field: "actions", "1 to \(Self.mostActions) of them")
        }
        return try actions.map { action in
            switch action {
            case .note(let body): .note(try prepare(Draft(body: body)))
            case .field(let key, let value): .field(key, value.map { gate.mask($0, named: key).text })
            default: .plain(action)
            }
        }
    }

    private func perform(
        _ action: PreparedAction,
        on conversation: inout Conversation,
        by agent: Agent,
        _ work: TimelineTransaction
    ) throws {
        switch action {
        case .plain(let action): try work.perform(action, on: &conversation, by: agent)
        case .field(let key, let value): try work.setField(key, to: value, of: conversation)
        case .note(let prepared):
            let written = try entry(prepared, by: agent, for: conversation.id, work.db)
            _ = try work.appendNote(written, to: &conversation)
        }
    }
}

extension TimelineTransaction {
    /// Does one thing; what is as it should be already stays so.
    fileprivate func perform(
        _ action: DeskAction,
        on conversation: inout Conversation,
        by agent: Agent
    ) throws {
        switch action {
        case .take: try pass(&conversation, to: .agent(agent.id), by: agent)
        case .assign(let taker): try pass(&conversation, to: .agent(taker), by: agent)
        case .team(let team): try pass(&conversation, to: .team(team), by: agent)
        case .queue(let queue): try pass(&conversation, to: .queue(queue), by: agent)
        case .giveBack:
            if conversation.status != .queued { try pass(&conversation, to: .back, by: agent) }
        case .resolve: try finish(&conversation, .resolved, as: .resolved)
        case .close: try finish(&conversation, .closed, as: .closed)
        case .reopen:
            guard conversation.status == .resolved else { return }
            try pass(&conversation, to: .agent(agent.id), by: agent)
        case .snooze(let until): try snooze(&conversation, until: until, by: agent)
        case .snoozeFor(let seconds):
            try snooze(&conversation, until: now + .seconds(seconds), by: agent)
        case .wake: try wake(&conversation)
        case .tag(let tags): try tag(conversation, with: tags)
        case .untag(let tags): try untag(conversation, from: tags)
        case .follow(let isFollowing):
            let sql = MentionSQL(db: db)
            if isFollowing {
                try sql.follow(conversation.id, by: agent.id, at: now)
            } else {
                try sql.unfollow(conversation.id, by: agent.id)
            }
        case .field, .note: return
        }
    }

    private func finish(
        _ conversation: inout Conversation,
        _ event: Conversation.Event,
        as status: Conversation.Status
    ) throws {
        guard conversation.status != status else { return }
        try move(&conversation, event)
        try append(TimelineEvent(event == .closed ? .closed : .resolved), to: &conversation)
    }
}
