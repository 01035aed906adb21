package import Base

/// What one connection may cost.
package struct RealtimeLimits: Sendable {
    /// The largest frame and message from a client, in bytes; a larger one ends the connection with 1009.
    package var largestFrameInBytes = 64 * 1024
    /// What may wait for a slow reader, in bytes; more ends the connection with 4008.
    package var largestBacklogInBytes = 256 * 1024
    /// How many frames a client may send; more are refused, and a client that goes on is disconnected with 4009.
    package var frames = TokenBucket.Rate(60, per: .seconds(6))
    /// Conversations that one connection may hear.
    package var subscriptions = 200
    /// Entries that one reading of the database replays.
    package var replayBatch = 200
    /// How often heads are told and silent connections are asked for a sign of life.
    package var heartbeat = Duration.seconds(15)
    /// A connection silent for so long is ended with 4010.
    package var silence = Duration.seconds(60)

    package init() {}
}

/// Why the server ends a connection: RFC 6455 §7.4 and our own.
enum CloseReason: UInt16 {
    case goingAway = 1001
    case protocolError = 1002
    case unsupportedData = 1003
    case invalidText = 1007
    case tooLarge = 1009
    /// The session that the connection came with is over.
    case signedOut = 4001
    case slowReader = 4008
    case rateLimited = 4009
    case silent = 4010
}
