import Base
package import HTTPTypes
package import People
package import Realtime
import Safeguard
import Storage
package import Web

/// Lets customers and agents hear and write conversations over the realtime connection.
///
/// A class, because every idle connection keeps what it reaches the rooms by.
package final class ConversationGateway: RealtimeGateway {
    fileprivate let timeline: Timeline
    fileprivate let desk: Desk
    fileprivate let boards: Boards
    fileprivate let noticeBoard: any NoticeBoard
    private let viewing: Viewing
    private let sessions: Sessions
    private let proxies: TrustedProxyMiddleware

    /// - `proxies`: Whose word about where a connection comes from is taken.
    package init(
        timeline: Timeline,
        desk: Desk,
        boards: Boards,
        notices noticeBoard: any NoticeBoard,
        viewing: Viewing,
        sessions: Sessions,
        proxies: TrustedProxyMiddleware
    ) {
        self.timeline = timeline
        self.desk = desk
        self.boards = boards
        self.noticeBoard = noticeBoard
        self.viewing = viewing
        self.sessions = sessions
        self.proxies = proxies
    }

    package func participant(
        for head: HTTPRequest,
        token: String?,
        peer: String?
    ) async throws -> (any RealtimeParticipant)? {
        let address = peer.map { proxies.origin(of: head, peer: $0) }
        if let token = token ?? Sessions.bearerToken(head) {
            if let customer = try await participant(withToken: token, as: .customer, from: address) {
                return customer
            }
            return try await participant(withToken: token, as: .agent, from: address)
        }
        // A cookie is sent by the browser whoever wrote the page, so the page's origin counts.
        guard OriginCheck.isSameOrigin(head) else { return nil }
        // An agent may be a customer in the same browser; the desk says which it means.
        let kind: Sessions.Kind = head.path?.hasSuffix("?as=agent") ?? false ? .agent : .customer
        guard let token = sessions.cookieToken(of: head, as: kind) else { return nil }
        return try await participant(withToken: token, as: kind, from: address)
    }

    private func participant(
        withToken token: String,
        as kind: Sessions.Kind,
        from address: String?
    ) async throws -> (any RealtimeParticipant)? {
        let digest = OpaqueToken.digest(of: token)
        switch try await sessions.principal(withToken: token, as: kind, from: address) {
        case let principal as CustomerPrincipal:
            return CustomerParticipant(
                customer: principal.customer,
                session: RealtimeSession(digest: digest),
                gateway: self
            )
        case let principal as AgentPrincipal
        where Permission.conversationsRead.isGranted(to: principal.agent.role):
            return AgentParticipant(
                agent: principal.agent,
                session: RealtimeSession(digest: digest, standing: principal.agent.role.rawValue),
                gateway: self,
                look: Look(of: principal.agent, in: viewing)
            )
        default: return nil
        }
    }

    package func holding(_ asked: [RealtimeSession]) async throws -> Set<RealtimeSession> {
        let holding = try await sessions.holding(asked.map(\.digest))
        return Set(
            asked.filter { session in
                holding[session.digest].map { ($0?.rawValue ?? "") == session.standing } ?? false
            }
        )
    }

    package func heads(of topics: [String]) async throws -> [String: Head] {
        let ids = topics.compactMap(ID<Conversation>.init)
        guard !ids.isEmpty else { return [:] }
        let heads = try await timeline.database.read { db in try ConversationSQL(db: db).heads(of: ids) }
        return Dictionary(
            heads.map { ($0.id.description, Head(seq: $0.lastSeq, noteSeq: $0.lastNoteSeq)) }
        ) { first, _ in first }
    }
}

/// A customer's side: their own conversations, no notes.
struct CustomerParticipant: RealtimeParticipant {
    let customer: Customer
    let session: RealtimeSession
    let gateway: ConversationGateway

    private var timeline: Timeline { gateway.timeline }

    var author: String { customer.id.description }
    var isAgent: Bool { false }

    private func own(_ topic: String) async throws -> Conversation {
        guard let id = ID<Conversation>(topic) else { throw ConversationError.notFound }
        return try await timeline.conversation(id, for: customer)
    }

    func open(_ topic: String) async throws -> Head {
        Head(seq: try await own(topic).lastSeq, noteSeq: 0)
    }

    func replay(_ topic: String, after head: Head, limit: Int, tellsState: Bool) async throws -> Replay {
        try await timeline.replay(topic, after: head, limit: limit, tellsState: tellsState, of: customer.id)
    }

    func send(_ message: OutgoingMessage) async throws -> RealtimeEvent.Position {
        guard message.kind == "text", let id = ID<Conversation>(message.conversation) else {
            throw ConversationError.notFound
        }
        let written = try await timeline.write(
            try Timeline.Draft(message, isAgent: false),
            to: id,
            by: customer
        )
        return RealtimeEvent.Position(.messages, written.seq)
    }

    func typing(_ topic: String, isNote: Bool) async throws {
        let conversation = try await own(topic)
        let frame = TypingFrame(conversation.realtimeTopic, .customer(customer), isNote: false)
        timeline.bus.publish(try frame.realtimeEvent())
    }

    func read(_ topic: String, seq: Int) async throws {
        try await timeline.markRead(own(topic).id, upTo: seq, by: .customer(customer))
    }

    func view(_ topic: String?, isSilent: Bool) async throws {
        throw ConversationError.notFound
    }

    func left() {}

    func open(_ feed: RealtimeFeed) async throws -> (topic: String, frames: [String]) {
        switch feed {
        case .notices: try gateway.openNotices()
        case .inbox, .board: throw ConversationError.notFound
        }
    }
}

extension ConversationGateway {
    /// What is under way, for whoever it is.
    fileprivate func openNotices() throws -> (topic: String, frames: [String]) {
        (NoticesFrame.topic, [try NoticesFrame(noticeBoard.notices).text])
    }
}

/// An agent's side: every conversation, with its notes.
struct AgentParticipant: RealtimeParticipant {
    let agent: Agent
    let session: RealtimeSession
    let gateway: ConversationGateway
    /// What this connection tells of what it looks at.
    let look: Look

    private var timeline: Timeline { gateway.timeline }

    var author: String { agent.id.description }
    var isAgent: Bool { true }

    private func existing(_ topic: String) async throws -> Conversation {
        guard let id = ID<Conversation>(topic) else { throw ConversationError.notFound }
        return try await timeline.conversation(id)
    }

    func open(_ topic: String) async throws -> Head {
        let conversation = try await existing(topic)
        try await timeline.noteSight(of: conversation.id, by: agent.acting())
        return Head(seq: conversation.lastSeq, noteSeq: conversation.lastNoteSeq)
    }

    func replay(_ topic: String, after head: Head, limit: Int, tellsState: Bool) async throws -> Replay {
        try await timeline.replay(topic, after: head, limit: limit, tellsState: tellsState, of: nil)
    }

    func send(_ message: OutgoingMessage) async throws -> RealtimeEvent.Position {
        guard let id = ID<Conversation>(message.conversation) else { throw ConversationError.notFound }
        try mustAnswer()
        let draft = try Timeline.Draft(message, isAgent: true)
        switch message.kind {
        case "note":
            return RealtimeEvent.Position(.notes, try await timeline.note(draft, on: id, by: agent).seq)
        case "whisper":
            return RealtimeEvent.Position(.notes, try await timeline.whisper(draft, on: id, by: agent).seq)
        default: break
        }
        let reply = try await timeline.reply(draft, to: id, by: agent, expecting: message.expectedSeq)
        look.wrote(in: id)
        return RealtimeEvent.Position(.messages, reply.seq)
    }

    /// Who may look only leaves no traces either: no typing, nothing read.
    private func mustAnswer() throws {
        try must(.conversationsAnswer)
    }

    private func must(_ permission: Permission) throws {
        guard permission.isGranted(to: agent.role) else { throw AgentError.notPermitted(permission) }
    }

    func typing(_ topic: String, isNote: Bool) async throws {
        try mustAnswer()
        let conversation = try await existing(topic)
        let frame = TypingFrame(conversation.realtimeTopic, .agent(agent), isNote: isNote)
        timeline.bus.publish(try frame.realtimeEvent())
        if !isNote { look.types(in: conversation.id) }
    }

    func view(_ topic: String?, isSilent: Bool) async throws {
        guard let topic else { return look.at(nil) }
        let conversation = try await existing(topic).id
        guard isSilent else { return look.at(conversation) }
        try await timeline.listen(silentlyTo: conversation, by: agent)
        look.at(nil)
    }

    func left() {
        look.at(nil)
    }

    func read(_ topic: String, seq: Int) async throws {
        try mustAnswer()
        try await timeline.markRead(existing(topic).id, upTo: seq, by: .agent(agent))
    }

    func open(_ feed: RealtimeFeed) async throws -> (topic: String, frames: [String]) {
        switch feed {
        case .inbox:
            let counts = try await gateway.desk.counts(for: agent.id)
            let frame = try InboxFrame(counts: counts, conversation: nil).text
            return (InboxBroadcaster.topic(of: agent.id), [frame] + look.viewing.frames)
        case .board:
            try must(.conversationsSupervise)
            return (BoardBroadcaster.topic, [try BoardFrame(board: await gateway.boards.board()).text])
        case .notices:
            return try gateway.openNotices()
        }
    }
}

extension Timeline.Draft {
    /// - `isAgent`: What only agents can say is passed over in what a customer sends.
    fileprivate init(_ message: OutgoingMessage, isAgent: Bool) throws {
        self.init(
            clientID: message.clientID,
            body: message.body,
            attachments: try message.attachments.map { text in
                guard let id = ID<Attachment>(text) else { throw ConversationError.attachmentNotFound }
                return id
            },
            quickReplies: isAgent ? message.quickReplies : [],
            action: message.action
        )
    }
}
