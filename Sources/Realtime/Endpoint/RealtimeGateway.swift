package import HTTPTypes

/// Where the endpoint gets its answers from; the rooms upstairs implement it.
package protocol RealtimeGateway: Sendable {
    /// Who opens a connection.
    ///
    /// - `head`: The upgrade request.
    /// - `token`: The token offered as a sub-protocol, by browsers that can send no header.
    /// - `peer`: The address at the other end of the connection, which may be a proxy's.
    ///
    /// Returns: nil when nobody is signed in or the request comes from another site.
    func participant(
        for head: HTTPRequest,
        token: String?,
        peer: String?
    ) async throws -> (any RealtimeParticipant)?

    /// Where the series of some topics stand in the database; topics that are gone are left out.
    func heads(of topics: [String]) async throws -> [String: Head]

    /// Which of some sessions still hold: one that was ended, is over, or whose person may come in no more does not, nor one
    /// whose standing is another by now.
    func holding(_ sessions: [RealtimeSession]) async throws -> Set<RealtimeSession>
}

/// What a participant was recognised by: the digest of a session's token, and as what.
package struct RealtimeSession: Sendable, Hashable {
    package let digest: [UInt8]
    /// What they could do by it when they came, such as a role: a connection does not outlive that either.
    package let standing: String

    package init(digest: [UInt8], standing: String = "") {
        self.digest = digest
        self.standing = standing
    }
}

/// Where a topic's two series stand.
package struct Head: Sendable, Hashable {
    package let seq: Int
    package let noteSeq: Int

    package init(seq: Int, noteSeq: Int) {
        self.seq = seq
        self.noteSeq = noteSeq
    }
}

/// What was read of a topic for one connection.
package struct Replay: Sendable {
    let events: [RealtimeEvent]
    /// Whether the database had no more of either series.
    let isLast: Bool
    /// Frames that tell the topic's state, with the last of it: status, queue, read.
    let state: [String]

    /// - `events`: At most `limit` of each series.
    /// - `state`: Called when these are the last.
    package init<Failure: Error>(
        _ events: [RealtimeEvent],
        limit: Int,
        state: () throws(Failure) -> [String]
    ) throws(Failure) {
        self.events = events
        let most = Dictionary(grouping: events) { $0.position?.stream }.values.map(\.count).max() ?? 0
        self.isLast = most < limit
        self.state = isLast ? try state() : []
    }
}

/// One side of a connection: what a customer or an agent may do.
///
/// Errors that are `DomainError` are told to the client by their code; anything else as `internal_error`.
package protocol RealtimeParticipant: Sendable {
    /// Who it is, as events name their author.
    var author: String { get }
    /// Whether notes and events for agents are shown.
    var isAgent: Bool { get }
    /// What the connection lives by; it ends with the session.
    var session: RealtimeSession { get }

    /// Checks that this participant may hear a topic.
    ///
    /// - Returns: Where its series stand.
    func open(_ topic: String) async throws -> Head

    /// What came after two positions, in order, at most `limit` of each series; checks anew that this participant may
    /// hear it.
    ///
    /// - `tellsState`: Whether the present state is asked for with the last of it.
    func replay(_ topic: String, after head: Head, limit: Int, tellsState: Bool) async throws -> Replay

    /// Sends a message; a repeated `clientID` gets the same position again.
    func send(_ message: OutgoingMessage) async throws -> RealtimeEvent.Position

    /// Tells the others that this participant types.
    func typing(_ topic: String, isNote: Bool) async throws

    /// Notes that everything up to `seq` was seen.
    func read(_ topic: String, seq: Int) async throws

    /// Tells the agents that this participant looks at a topic, or at none any more; throws for customers.
    ///
    /// It is told again every 15 seconds or so, because a sign may be lost; who tells nothing for 40 seconds is gone.
    ///
    /// - `isSilent`: Whether nobody is to know.
    func view(_ topic: String?, isSilent: Bool) async throws

    /// The connection is over, of one that looked at something.
    func left()

    /// The topic of a feed and its first frames; throws for whoever may not hear it.
    func open(_ feed: RealtimeFeed) async throws -> (topic: String, frames: [String])
}

/// What can be heard besides conversations; it has no numbers and is told anew when it is subscribed.
package enum RealtimeFeed: String, Sendable, Hashable, CaseIterable {
    /// What changes in an agent's inbox.
    case inbox
    /// What a supervisor watches.
    case board
    /// What is under way that everybody should know.
    case notices
}
